package dev.sextant.common.study;

import java.util.Set;
import java.util.TreeSet;

/**
 * The search algorithms that a study file can name, and what they make use of.
 *
 * @param names of all
 * @param warmStarting those that learn from earlier studies
 * @param believing those that use what the author believes of parameters
 */
public record Algorithms(Set<String> names, Set<String> warmStarting, Set<String> believing) {
    public Algorithms {
        names = Set.copyOf(names);
        warmStarting = Set.copyOf(warmStarting);
        believing = Set.copyOf(believing);
    }

    /** Algorithms of these names, which use neither. */
    public static Algorithms named(Set<String> names) {
        return new Algorithms(names, Set.of(), Set.of());
    }

    /** Names as messages say them. */
    public static String list(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
