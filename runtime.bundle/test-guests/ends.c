/* Ends before it is ready: by a trap, or with the exit code that its argument names. */
#include <stdlib.h>
#include <string.h>

#include "weft.h"

int main(int argc, char **argv) {
    if (argc > 99) weft_ready();
    if (argc > 1 && !strcmp(argv[1], "trap")) __builtin_trap();
    return argc > 1 ? atoi(argv[1]) : 0;
}
