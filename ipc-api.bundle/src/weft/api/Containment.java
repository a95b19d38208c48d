package weft.api;

/**
 * What holds an app's process.
 *
 * @param sandbox what keeps it from the machine's files, network and other processes
 * @param limits  what bounds its memory and its share of the processor
 */
public record Containment(Sandbox sandbox, Limits limits) {
    /** {@code namespaces}: it sees nothing else; {@code landlock}: it sees that there is more, and may not touch it. */
    public enum Sandbox { namespaces, landlock }

    /** {@code control_group}: the kernel counts all it uses; {@code process}: bounds of single resources, and a lower priority. */
    public enum Limits { control_group, process }
}
