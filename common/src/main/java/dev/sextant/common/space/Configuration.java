package dev.sextant.common.space;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One value for each active parameter of a search space. Two configurations are equal when their values are.
 *
 * @param values {@link Double}, {@link Long}, {@link Boolean} or {@link String} by parameter, sorted by name
 */
public record Configuration(SortedMap<String, Object> values) {

    /**
     * Checks the types of the values.
     *
     * @throws IllegalArgumentException when a value has another type
     */
    public Configuration {
        values.forEach(Preconditions::typed);
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Returns a configuration with these values. */
    public static Configuration of(Map<String, ?> values) {
        return new Configuration(new TreeMap<>(values));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
