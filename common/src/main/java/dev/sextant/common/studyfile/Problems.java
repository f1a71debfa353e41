package dev.sextant.common.studyfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The problems found so far in one file. Used by one thread. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String property, String message) {
        found.add(new Problem(place.line(), place.column(), property, message));
    }

    /** Takes messages about one property. */
    Consumer<String> at(Place place, String property) {
        return message -> add(place, property, message);
    }

    int count() {
        return found.size();
    }

    /** All problems, first line first. */
    List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .distinct()
                .toList();
    }
}
