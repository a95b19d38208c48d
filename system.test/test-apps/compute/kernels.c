/* What the engines are compared by: each kernel is a function of its own, without parameters, that leaves its result in `result`. The same source runs everywhere. */
#include <stdint.h>

#ifdef __wasm__
#define KERNEL(name) __attribute__((noinline, export_name(#name))) void name(void)
#else
#define KERNEL(name) __attribute__((noinline)) void name(void)
#endif

volatile uint32_t result;

/* Floating point in registers: the Mandelbrot set, 320 by 240, at most 200 steps a point. */
KERNEL(mandelbrot) {
    uint32_t inside = 0;
    for (int y = 0; y < 240; y++)
        for (int x = 0; x < 320; x++) {
            double cr = x * 3.0 / 320 - 2.0, ci = y * 2.0 / 240 - 1.0, r = 0, i = 0;
            int n = 0;
            for (; n < 200 && r * r + i * i < 4; n++) {
                double next = r * r - i * i + cr;
                i = 2 * r * i + ci;
                r = next;
            }
            inside += n == 200;
        }
    result = inside;
}

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
static uint32_t state[8], words[64];

static inline uint32_t turn(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

__attribute__((noinline)) static void block(uint32_t seed) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (uint32_t i = 0; i < 16; i++) words[i] = seed * 2654435761u + i;
    for (int i = 16; i < 64; i++) {
        uint32_t s0 = turn(words[i - 15], 7) ^ turn(words[i - 15], 18) ^ words[i - 15] >> 3, s1 = turn(words[i - 2], 17) ^ turn(words[i - 2], 19) ^ words[i - 2] >> 10;
        words[i] = words[i - 16] + s0 + words[i - 7] + s1;
    }
    for (int i = 0; i < 64; i++) {
        uint32_t t1 = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i], t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

/* Whole numbers: the compression function of SHA-256 over 2 MiB. */
KERNEL(sha256) {
    for (uint32_t i = 0; i < 8; i++) state[i] = i * 0x9e3779b9u;
    for (uint32_t i = 0; i < 32768; i++) block(i);
    result = state[0];
}

#define SIDE 160
static double left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];

/* Floating point in memory: a product of matrices. */
KERNEL(matrix) {
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) left[i][j] = i - j, right[i][j] = i + j;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            double sum = 0;
            for (int k = 0; k < SIDE; k++) sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
    result = (uint32_t) product[SIDE / 2][SIDE / 3];
}

#define NUMBERS 400000
static uint8_t composite[NUMBERS];

/* Bytes in memory and branches: the sieve of Eratosthenes, four times. */
KERNEL(sieve) {
    uint32_t primes = 0;
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < NUMBERS; i++) composite[i] = 0;
        for (int i = 2; i < NUMBERS; i++) {
            if (composite[i]) continue;
            primes++;
            for (int j = i + i; j < NUMBERS; j += i) composite[j] = 1;
        }
    }
    result = primes;
}
