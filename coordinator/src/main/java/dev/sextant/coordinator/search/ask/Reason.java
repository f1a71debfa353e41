package dev.sextant.coordinator.search.ask;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reason of a proposal. Immutable.
 *
 * @param algorithm name of the algorithm
 * @param sentence for people, e.g. {@code trial 12 is 2nd of 9 at rung 3 epochs: promoted to 9 epochs}
 * @param details values by name: Double, Long, Boolean, String, List or Map; stored as JSON
 */
public record Reason(String algorithm, String sentence, SortedMap<String, Object> details) {
    public Reason {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** A reason without details. */
    public static Reason of(String algorithm, String sentence) {
        return new Reason(algorithm, sentence, new TreeMap<>());
    }

    /** A reason with details, which are copied. */
    public static Reason of(String algorithm, String sentence, Map<String, ?> details) {
        return new Reason(algorithm, sentence, new TreeMap<>(details));
    }
}
