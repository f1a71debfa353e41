package dev.sextant.common.space;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on the values of parameters or settings: at least one of its alternatives must hold, and an alternative
 * holds when all its tests do. A test of something without a value, such as an inactive parameter, does not hold;
 * {@link Test.Absent} alone does.
 *
 * <pre>{@code
 * Condition trainsImages = Condition.is("backbone", "none").or(Condition.is("fine_tuning", true));
 * }</pre>
 *
 * <p>Immutable; safe for use by many threads.
 *
 * @param alternatives tests by the name of what they test, for each alternative
 */
public record Condition(List<SortedMap<String, Condition.Test>> alternatives) {
    /** The condition that always holds: one alternative without a test. */
    public static final Condition ALWAYS = all(Map.of());

    /** The condition that never holds: no alternative. */
    public static final Condition NEVER = new Condition(List.of());

    public Condition {
        alternatives = alternatives.stream()
                .<SortedMap<String, Test>>map(tests -> Collections.unmodifiableSortedMap(new TreeMap<>(tests)))
                .toList();
    }

    /** Returns the condition that all these tests hold. */
    public static Condition all(Map<String, Test> tests) {
        return new Condition(List.of(new TreeMap<>(tests)));
    }

    /** Returns a condition with one test. */
    public static Condition on(String name, Test test) {
        return all(Map.of(name, test));
    }

    /** Returns the condition that something has one of these values: Double, Long, Boolean or String. */
    public static Condition is(String name, Object... values) {
        return on(name, new Test.OneOf(List.of(values)));
    }

    /** Returns the condition that something has a value other than these: Double, Long, Boolean or String. */
    public static Condition isNot(String name, Object... values) {
        return on(name, Test.not(List.of(values)));
    }

    /** Returns the condition that a number is at least {@code bound}. */
    public static Condition atLeast(String name, double bound) {
        return on(name, Test.atLeast(bound));
    }

    /** Returns the condition that a number is at most {@code bound}. */
    public static Condition atMost(String name, double bound) {
        return on(name, Test.atMost(bound));
    }

    /** Returns the condition that something has no value. */
    public static Condition absent(String name) {
        return on(name, new Test.Absent());
    }

    /** Returns the condition that this and another condition hold. */
    public Condition and(Condition other) {
        return simplified(alternatives.stream()
                .flatMap(ours -> other.alternatives.stream().flatMap(theirs -> both(ours, theirs).stream())));
    }

    /** Returns the condition that this or another condition holds. */
    public Condition or(Condition other) {
        return simplified(Stream.concat(alternatives.stream(), other.alternatives.stream()));
    }

    /** Returns the tests of both alternatives; empty when they contradict each other. */
    private static Optional<SortedMap<String, Test>> both(SortedMap<String, Test> a, SortedMap<String, Test> b) {
        SortedMap<String, Test> tests = new TreeMap<>(a);
        for (var entry : b.entrySet()) {
            Test ours = tests.get(entry.getKey());
            Optional<Test> combined = ours == null ? Optional.of(entry.getValue()) : ours.and(entry.getValue());
            if (combined.isEmpty()) {
                return Optional.empty();
            }
            tests.put(entry.getKey(), combined.get());
        }
        return Optional.of(tests);
    }

    /** Leaves out each alternative that holds only where another one does. */
    private static Condition simplified(Stream<SortedMap<String, Test>> alternatives) {
        List<SortedMap<String, Test>> kept = new ArrayList<>();
        alternatives.forEach(next -> {
            if (kept.stream().noneMatch(earlier -> implies(next, earlier))) {
                kept.removeIf(earlier -> implies(earlier, next));
                kept.add(next);
            }
        });
        return new Condition(kept);
    }

    private static boolean implies(SortedMap<String, Test> narrow, SortedMap<String, Test> wide) {
        return both(narrow, wide).equals(Optional.of(narrow));
    }

    /** Returns whether the condition holds for these values. */
    public boolean holds(Map<String, Object> values) {
        return alternatives.stream().anyMatch(tests -> tests.entrySet().stream()
                .allMatch(test -> test.getValue().holds(Optional.ofNullable(values.get(test.getKey())))));
    }

    /** Returns whether the condition holds for all values. */
    public boolean isAlways() {
        return alternatives.stream().anyMatch(Map::isEmpty);
    }

    /** Returns whether the condition holds for no values. */
    public boolean isNever() {
        return alternatives.isEmpty();
    }

    /** Returns the names of what is tested. */
    public Set<String> names() {
        return alternatives.stream()
                .flatMap(tests -> tests.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns the condition in words, such as {@code layers is at least 1, or optimizer is sgd or adam}. Tests that all
     * alternatives share come first, once.
     *
     * @param name how to write a name
     * @param value how to write a value; bounds are Double
     */
    public String text(Function<String, String> name, Function<Object, String> value) {
        if (alternatives.isEmpty()) {
            return "never";
        }
        Map<String, Test> shared = new LinkedHashMap<>(alternatives.get(0));
        alternatives.forEach(tests -> shared.entrySet().retainAll(tests.entrySet()));
        String first = text(shared.entrySet(), name, value);
        String rest = alternatives.stream()
                .map(tests -> {
                    SortedMap<String, Test> own = new TreeMap<>(tests);
                    own.entrySet().removeAll(shared.entrySet());
                    return text(own.entrySet(), name, value);
                })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", or "));
        return first.isEmpty() || rest.isEmpty() ? first + rest : first + " and (" + rest + ")";
    }

    private static String text(
            Collection<Map.Entry<String, Test>> tests, Function<String, String> name, Function<Object, String> value) {
        return tests.stream()
                .map(test -> name.apply(test.getKey()) + " " + test.getValue().text(value))
                .collect(Collectors.joining(" and "));
    }

    /** A test of one value. Numbers are equal when their values are, whether whole or not. */
    public sealed interface Test {
        /** Returns a test that holds for numbers of at least {@code bound}. */
        static Test atLeast(double bound) {
            return new Bounds(OptionalDouble.of(bound), OptionalDouble.empty(), List.of());
        }

        /** Returns a test that holds for numbers of at most {@code bound}. */
        static Test atMost(double bound) {
            return new Bounds(OptionalDouble.empty(), OptionalDouble.of(bound), List.of());
        }

        /** Returns a test that holds for all values but these. */
        static Test not(List<Object> values) {
            return new Bounds(OptionalDouble.empty(), OptionalDouble.empty(), values);
        }

        /** Returns whether the test holds for a value, or for none. */
        boolean holds(Optional<Object> value);

        /** Returns the test that this and another one hold; empty when they contradict each other. */
        Optional<Test> and(Test other);

        /** Returns the test in words that follow a name. */
        String text(Function<Object, String> value);

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
            public boolean holds(Optional<Object> value) {
                return value.isPresent() && contains(values, value.get());
            }

            @Override
            public Optional<Test> and(Test other) {
                List<Object> common = values.stream()
                        .filter(value -> other.holds(Optional.of(value)))
                        .toList();
                return common.isEmpty() ? Optional.empty() : Optional.of(new OneOf(common));
            }

            @Override
            public String text(Function<Object, String> value) {
                return "is " + values.stream().map(value).collect(Collectors.joining(" or "));
            }
        }

        /**
         * Holds for values within bounds, except some.
         *
         * @param atLeast smallest number; empty for no bound
         * @param atMost largest number; empty for no bound
         * @param not values for which the test does not hold
         */
        record Bounds(OptionalDouble atLeast, OptionalDouble atMost, List<Object> not) implements Test {
            /**
             * Checks the values.
             *
             * @throws IllegalArgumentException when there is nothing to test
             */
            public Bounds {
                not = List.copyOf(not);
                if (atLeast.isEmpty() && atMost.isEmpty() && not.isEmpty()) {
                    throw new IllegalArgumentException("A condition needs a bound or a value to exclude");
                }
            }

            @Override
            public boolean holds(Optional<Object> value) {
                return value.isPresent() && isWithin(value.get()) && !contains(not, value.get());
            }

            private boolean isWithin(Object value) {
                if (atLeast.isEmpty() && atMost.isEmpty()) {
                    return true;
                }
                return value instanceof Number number
                        && number.doubleValue() >= atLeast.orElse(Double.NEGATIVE_INFINITY)
                        && number.doubleValue() <= atMost.orElse(Double.POSITIVE_INFINITY);
            }

            @Override
            public Optional<Test> and(Test other) {
                if (!(other instanceof Bounds bounds)) {
                    return other.and(this);
                }
                OptionalDouble low = Stream.of(atLeast, bounds.atLeast)
                        .flatMapToDouble(OptionalDouble::stream)
                        .max();
                OptionalDouble high = Stream.of(atMost, bounds.atMost)
                        .flatMapToDouble(OptionalDouble::stream)
                        .min();
                if (low.isPresent() && high.isPresent() && low.getAsDouble() > high.getAsDouble()) {
                    return Optional.empty();
                }
                List<Object> excluded = Stream.concat(not.stream(), bounds.not.stream())
                        .distinct()
                        .toList();
                return Optional.of(new Bounds(low, high, excluded));
            }

            @Override
            public String text(Function<Object, String> value) {
                return "is " + range(value);
            }

            /** Returns the bounds in words, such as {@code at least 1 and at most 3}. */
            public String range(Function<Object, String> value) {
                List<String> parts = new ArrayList<>();
                atLeast.ifPresent(bound -> parts.add("at least " + value.apply(bound)));
                atMost.ifPresent(bound -> parts.add("at most " + value.apply(bound)));
                if (!not.isEmpty()) {
                    parts.add("not " + not.stream().map(value).collect(Collectors.joining(" or ")));
                }
                return String.join(" and ", parts);
            }
        }

        /** Holds where there is no value. */
        record Absent() implements Test {
            @Override
            public boolean holds(Optional<Object> value) {
                return value.isEmpty();
            }

            @Override
            public Optional<Test> and(Test other) {
                return other.equals(this) ? Optional.of(this) : Optional.empty();
            }

            @Override
            public String text(Function<Object, String> value) {
                return "has no value";
            }
        }

        private static boolean contains(List<Object> values, Object value) {
            return values.stream().anyMatch(known -> known.equals(value) || isSameNumber(known, value));
        }

        private static boolean isSameNumber(Object a, Object b) {
            return a instanceof Number one && b instanceof Number other && one.doubleValue() == other.doubleValue();
        }
    }
}
