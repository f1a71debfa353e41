package dev.sextant.common.studyfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The problems found so far in one file. Used by one thread. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final Set<Place> settled = new HashSet<>();
    private int reports;

    void add(Place place, String property, String message) {
        reports++;
        if (settled.contains(place)) {
            return;
        }
        found.add(new Problem(place.line(), place.column(), property, message));
    }

    /** Adds a problem after which there is no more to say about what stands at this place. */
    void settle(Place place, String property, String message) {
        add(place, property, message);
        settled.add(place);
    }

    /** Takes messages about one property. */
    Consumer<String> at(Place place, String property) {
        return message -> add(place, property, message);
    }

    /** How many were reported so far, with those about settled places: grows whenever something was wrong. */
    int count() {
        return reports;
    }

    /** All problems, first line first. */
    List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .distinct()
                .toList();
    }
}
