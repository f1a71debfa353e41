package dev.sextant.common.space;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The condition under which a parameter is active: every test must hold for the value of the parameter that it names. A
 * test of an inactive parameter never holds.
 *
 * @param tests test by the name of the tested parameter
 */
public record Condition(SortedMap<String, Test> tests) {

    /**
     * Checks that there is a test.
     *
     * @throws IllegalArgumentException when there are no tests
     */
    public Condition {
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("A condition needs at least one test");
        }
        tests = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tests));
    }

    /** Returns a condition with one test. */
    public static Condition on(String parameter, Test test) {
        return new Condition(new TreeMap<>(Map.of(parameter, test)));
    }

    /** Returns whether every test holds for these values of the active parameters. */
    public boolean holds(Map<String, Object> values) {
        return tests.entrySet().stream().allMatch(entry -> {
            Object value = values.get(entry.getKey());
            return value != null && entry.getValue().holds(value);
        });
    }

    /** A test of one value. */
    public sealed interface Test {
        /** Returns whether the test holds for the value. */
        boolean holds(Object value);

        /** Holds for one of these values. */
        record OneOf(List<Object> values) implements Test {
            /**
             * Checks the values.
             *
             * @throws IllegalArgumentException when there are none, one appears twice, or one has an unknown type
             */
            public OneOf {
                values = Preconditions.distinctValues("condition", values);
            }

            @Override
            public boolean holds(Object value) {
                return values.contains(value);
            }
        }

        /** Holds for numbers of at least {@code bound}. */
        record AtLeast(double bound) implements Test {
            @Override
            public boolean holds(Object value) {
                return value instanceof Number number && number.doubleValue() >= bound;
            }
        }

        /** Holds for numbers of at most {@code bound}. */
        record AtMost(double bound) implements Test {
            @Override
            public boolean holds(Object value) {
                return value instanceof Number number && number.doubleValue() <= bound;
            }
        }
    }
}
