package weft.api;

/** One thing that an app may touch, in the user's words: shown on its title bar. */
public record Badge(String text, Kind kind) {
    public enum Kind { read, write, none }
}
