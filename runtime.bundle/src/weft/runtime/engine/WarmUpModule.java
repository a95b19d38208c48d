package weft.runtime.engine;

import java.util.HexFormat;

/**
 * A guest that does a little of everything once. Its source:
 * <pre>{@code
 * (module
 *   (import "host" "touch" (func $touch (param i32 i32 i32 i32) (result i32)))
 *   (memory (export "memory") 1 2)
 *   (global $g (mut i32) (i32.const 0))
 *   (table 1 funcref) (elem (i32.const 0) $add)
 *   (type $bin (func (param i32 i32) (result i32)))
 *   (func $add (type $bin) (i32.add (local.get 0) (local.get 1)))
 *   (func (export "_start") (local i32 i64)
 *     (loop $again
 *       (local.set 0 (call_indirect (type $bin) (local.get 0) (i32.const 1) (i32.const 0)))
 *       (local.set 1 (i64.add (local.get 1) (i64.load (i32.const 64))))
 *       (i64.store (i32.const 128) (local.get 1))
 *       (global.set $g (call $touch (local.get 0) (i32.const 2) (i32.const 3) (i32.const 4)))
 *       (br_if $again (i32.lt_u (global.get $g) (i32.const 50))))
 *     (drop (memory.grow (i32.const 1)))
 *     (memory.fill (i32.const 256) (i32.const 7) (i32.const 64)))
 *   (data (i32.const 64) "warm"))
 * }</pre>
 */
final class WarmUpModule {
    private static final String HEX = 
            "0061736d0100000001120360027f7f017f60047f7f7f7f017f600000020e0104686f737405746f7563680001030302000204"
            + "04017000010504010101020606017f0141000b071302066d656d6f72790200065f737461727400020907010041000b01010a"
            + "54020700200020016a0b4a02017f017e03402000410141001100002100200141c0002903007c210141800120013703002000"
            + "4102410341041000240023004132490d000b410140001a418002410741c000fc0b000b0b0b010041c0000b047761726d";

    private WarmUpModule() {}

    static byte[] bytes() {
        return HexFormat.of().parseHex(HEX);
    }
}
