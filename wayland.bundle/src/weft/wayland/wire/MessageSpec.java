package weft.wayland.wire;

/**
 * One request or event of an interface.
 *
 * @param name as in the protocol, such as {@code attach}
 * @param since the interface version that brought it
 * @param signature a letter an argument, {@code ?} before one that may be null: {@code i}nt, {@code u}int,
 *     {@code f}ixed, {@code s}tring, {@code o}bject, {@code n}ew id, {@code a}rray, {@code h} descriptor
 */
public record MessageSpec(String name, int since, String signature) {}
