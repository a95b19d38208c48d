package weft.tool;

import aQute.bnd.osgi.Processor;

/** What went wrong so far; each problem is printed once, when it is met. */
final class Problems {
    private int count;

    boolean none() {
        return count == 0;
    }

    void add(String problem) {
        count++;
        System.out.println("ERROR " + problem);
    }

    void addIf(boolean wrong, String problem) {
        if (wrong) add(problem);
    }

    /** Takes over a bnd processor's errors and prints its warnings. Returns whether there were no errors. */
    boolean take(Processor processor, String where) {
        processor.getWarnings().forEach(w -> System.out.println("WARN " + where + ": " + w));
        boolean clean = processor.getErrors().isEmpty();
        processor.getErrors().forEach(e -> add(where + ": " + e));
        processor.clear();
        return clean;
    }
}
