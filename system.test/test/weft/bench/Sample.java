package weft.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Repeated measurements of one thing. */
public final class Sample {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double min() {
        return values.isEmpty() ? Double.NaN : Collections.min(values);
    }

    double median() {
        return percentile(50);
    }

    double percentile(int p) {
        if (values.isEmpty()) return Double.NaN;
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * p / 100));
    }

    /** One line: ours beside the baseline, and the ratio of the medians. */
    static void compare(String what, String unit, String ourName, Sample ours, String baseName, Sample base) {
        System.out.printf("%-34s %s min %.1f median %.1f p99 %.1f %s | %s min %.1f median %.1f p99 %.1f %s | ratio %.2f%n", what,
                ourName, ours.min(), ours.median(), ours.percentile(99), unit,
                baseName, base.min(), base.median(), base.percentile(99), unit, ours.median() / base.median());
    }

    void print(String what, String unit) {
        System.out.printf("%-34s min %.1f median %.1f max %.1f %s%n", what, min(), median(), percentile(100), unit);
    }
}
