package dev.sextant.common.studyfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects the problems of one file. Used by one thread. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final Set<SourceLocation> settled = new HashSet<>();
    private int reports;

    void add(SourceLocation location, String property, String message) {
        reports++;
        if (settled.contains(location)) {
            return;
        }
        found.add(new Problem(location.line(), location.column(), property, message));
    }

    /** Adds a problem and ignores all later ones at the same location, which would be consequences of it. */
    void settle(SourceLocation location, String property, String message) {
        add(location, property, message);
        settled.add(location);
    }

    /** Returns a consumer that adds each message it gets as a problem of one property. */
    Consumer<String> at(SourceLocation location, String property) {
        return message -> add(location, property, message);
    }

    /**
     * Returns the number of problems reported so far, ignored ones included: compare two counts to see whether any was
     * new.
     */
    int count() {
        return reports;
    }

    /** Returns all problems, sorted by line and column. */
    List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .distinct()
                .toList();
    }
}
