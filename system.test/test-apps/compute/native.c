/* Runs a kernel of kernels.c again and again: the time of each run on this processor, in microseconds, a line each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void mandelbrot(void), sha256(void), matrix(void), sieve(void);

int main(int count, char **arguments) {
    static const struct { const char *name; void (*run)(void); } kernels[] = {{"mandelbrot", mandelbrot}, {"sha256", sha256}, {"matrix", matrix}, {"sieve", sieve}};
    for (int i = 0; count == 3 && i < 4; i++) {
        if (strcmp(kernels[i].name, arguments[1])) continue;
        for (int n = atoi(arguments[2]); n > 0; n--) {
            struct timespec from, to;
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
            kernels[i].run();
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
            printf("%ld\n", (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000);
        }
        return 0;
    }
    return 1;
}
