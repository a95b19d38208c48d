/* An ordinary C program that knows nothing of WEFT. */
#include <stdio.h>

int main(int argc, char **argv) {
    for (int i = 0; i < argc; i++) printf("argument %d is %s\n", i, argv[i]);
    fprintf(stderr, "bell \a and escape \033[31m\n");
    return 4;
}
