package dev.sextant.coordinator.search.ask;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why a proposal was made.
 *
 * @param algorithm who made it
 * @param sentence for a person, e.g. {@code trial 12 is 2nd of 9 at rung 3 epochs: goes on to 9}
 * @param details numbers by name: Double, Long, Boolean, String, List or Map; stored as JSON
 */
public record Reason(String algorithm, String sentence, SortedMap<String, Object> details) {
    public Reason {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    public static Reason of(String algorithm, String sentence) {
        return new Reason(algorithm, sentence, new TreeMap<>());
    }

    public static Reason of(String algorithm, String sentence, Map<String, ?> details) {
        return new Reason(algorithm, sentence, new TreeMap<>(details));
    }
}
