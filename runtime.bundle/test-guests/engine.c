/* What an engine must do, one export a rule; the host's functions are the test's own. */
#include <stdint.h>

#define HOST(name) __attribute__((import_module("test"), import_name(#name)))
#define RULE(name) __attribute__((export_name(#name))) void name(void)

HOST(say) void say(int64_t number);
HOST(mix) int64_t mix(uint32_t a, int64_t b, int32_t c, uint64_t d);
HOST(narrow) int32_t narrow(int64_t number);
HOST(leave) void leave(int32_t code);
HOST(outside) void outside(void);
HOST(fill) int32_t fill(uint8_t *bytes, uint32_t length);
HOST(sum) int64_t sum(const uint8_t *bytes, uint32_t length);
HOST(wait) void wait_for_ever(void);

static volatile int64_t sink;
static uint8_t block[300000];
static int constructed;

__attribute__((constructor)) static void construct(void) {
    constructed = 42;
}

RULE(constructors) { say(constructed); }
RULE(numbers) {
    say(mix(0xfffffff0u, INT64_MIN + 1, -5, UINT64_MAX));
    say(narrow(0x1ffffffffll));
    say(narrow(-7));
}
RULE(arithmetic) {
    volatile int32_t low = INT32_MIN, zero = 0;
    volatile double big = 1e18;
    volatile float third = 1.0f / 3;
    say((int64_t) ((uint32_t) low >> 31) + (low >> 31));
    say((int64_t) big);
    say((int64_t) (third * 3e6f));
    say(__builtin_popcountll(0xff00ff) + __builtin_clz(1) + __builtin_ctzll(1ll << 40) + zero);
}
RULE(leaves) { leave(17); }
RULE(trap) { __builtin_trap(); }
RULE(divide) { sink = 7 / sink; }
RULE(overflow) { volatile int32_t low = INT32_MIN, minus = -1; sink = low / minus; }
RULE(convert) { volatile double nan = __builtin_nan(""); sink = (int32_t) nan; }
RULE(beyond) { sink = *(volatile int64_t *) 0x7ffffff0; }
RULE(high) { sink = *(volatile int32_t *) 0xfffffffcu; }
RULE(edge) {
    volatile uint8_t *last = (volatile uint8_t *) (__builtin_wasm_memory_size(0) * 65536 - 1);
    *last = 9;
    say(*last);
    sink = *(volatile uint16_t *) last;
}
RULE(host_outside) { outside(); }
static int64_t down(int64_t n) { volatile int64_t here[16]; here[n & 15] = n; return n < 0 ? 0 : down(n + 1) + here[n & 7]; }
RULE(recurse) { sink = down(0); }
RULE(spin) { for (;;) sink++; }
static void bounce(int n) { if (n) bounce(n - 1); else sink++; }
RULE(spin_in_calls) { void (*volatile call)(int) = bounce; for (;;) call(3); }
RULE(waits) { wait_for_ever(); }
static int64_t one(void) { return 1; }
RULE(indirect) {
    int64_t (*volatile right)(void) = one;
    say(right());
    void (*volatile wrong)(int64_t, int64_t) = (void (*)(int64_t, int64_t)) right;
    wrong(1, 2);
}
RULE(null_call) { void (*volatile nothing)(void) = 0; nothing(); }
RULE(grow) {
    int64_t pages = 0;
    while ((int32_t) __builtin_wasm_memory_grow(0, 1) >= 0) {
        *(volatile uint8_t *) (__builtin_wasm_memory_size(0) * 65536 - 1) = 1;
        pages++;
    }
    say(__builtin_wasm_memory_size(0));
    say((int32_t) __builtin_wasm_memory_grow(0, 40000));
    say(block[0]);
}
RULE(bytes) {
    say(fill(block + 3, sizeof block - 3));
    int64_t here = 0;
    for (uint32_t i = 3; i < sizeof block; i++) here += (int64_t) block[i] * (i & 7);
    say(here);
    say(sum(block + 3, sizeof block - 3));
    say(fill(block, 0) + block[0] + block[2]);
}
/* Some work: xorshift and a memory access a round. */
RULE(compute) {
    uint64_t x = 88172645463325252ull;
    for (int i = 0; i < 20000000; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        block[x & 0x3ffff] += (uint8_t) x;
    }
    say((int64_t) x);
}

int main(void) { return 0; }
