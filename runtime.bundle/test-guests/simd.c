/* Tells four squares that were computed at once. */
#include <stdio.h>
#include <wasm_simd128.h>

#include "weft.h"

__attribute__((target("simd128"))) int main(int count, char **arguments) {
    int n[4];
    char reply[64];
    (void) arguments;
    v128_t x = wasm_i32x4_add(wasm_i32x4_splat(count), wasm_i32x4_make(0, 1, 2, 3));
    wasm_v128_store(n, wasm_i32x4_mul(x, x));
    snprintf(reply, sizeof reply, "{\"squares\":[%d,%d,%d,%d]}", n[0], n[1], n[2], n[3]);
    return weft_send(reply);
}
