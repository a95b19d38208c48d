package weft.tool.wayland;

/** Java source text, line by line, indented. */
final class Source {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** Adds a line; a line that ends with an opening brace indents the next ones, one that starts with a closing brace ends that. */
    Source line(String line) {
        if (line.startsWith("}")) depth--;
        if (!line.isEmpty()) text.repeat(' ', depth * 4).append(line);
        text.append('\n');
        if (line.endsWith("{")) depth++;
        return this;
    }

    Source doc(String sentence) {
        return sentence.isEmpty() ? this : line("/** " + sentence + " */");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
