/* native PATH COUNT: what the guest does when it is told, without the portal. */
#include "src/measure.h"

int main(int count, char **arguments) {
    char line[128];
    if (count != 3) return 2;
    int n = atoi(arguments[2]);
    if (time_opens(arguments[1], n, line, sizeof line) < 0) return 1;
    puts(line);
    if (time_reads(arguments[1], n, line, sizeof line) < 0) return 1;
    puts(line);
    return 0;
}
