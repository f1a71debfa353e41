package dev.sextant.common.studyfile;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random search spaces and specifications, from a seed. */
public final class Specs {
    private static final String LETTERS = "abcdefghij_0189 äß€😀\"\\/\n";

    private final Random random;

    private Specs(long seed) {
        this.random = new Random(seed);
    }

    /** Search spaces of 1 to 7 parameters, of all kinds and scales, half of them with conditions. */
    public static Arbitrary<SearchSpace> spaces() {
        return Arbitraries.longs().map(seed -> new Specs(seed).space());
    }

    /** Specifications, not all of which a study file could say. */
    public static Arbitrary<StudySpec> specs() {
        return Arbitraries.longs().map(seed -> new Specs(seed).spec());
    }

    private StudySpec spec() {
        SearchSpace space = space();
        return new StudySpec(
                "study-" + random.nextInt(100),
                new Objective(
                        text(),
                        one(Goal.values()),
                        many(() ->
                                new Objective.Constraint(text(), one(Objective.Constraint.Side.values()), number()))),
                new TrainerSpec("trainer", settings()),
                space,
                fidelity(),
                new SearchSettings(
                        "asha", random.nextLong(), coin() ? List.of() : List.of("one", "two"), priors(space)),
                new Budget(
                        coin() ? OptionalInt.of(1 + random.nextInt(1000)) : OptionalInt.empty(),
                        coin() ? OptionalLong.of(1 + random.nextInt(1000)) : OptionalLong.empty(),
                        coin() ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty(),
                        coin() ? Optional.of(duration()) : Optional.empty(),
                        coin() ? OptionalDouble.of(number()) : OptionalDouble.empty()),
                many(() -> space.at(random.doubles(space.dimensions()).toArray())),
                new ClusterSettings(
                        1 + random.nextInt(9),
                        random.nextInt(3),
                        1 + random.nextInt(9),
                        "2g",
                        coin() ? Optional.of(text()) : Optional.empty(),
                        duration(),
                        duration()));
    }

    private SortedMap<String, Prior> priors(SearchSpace space) {
        SortedMap<String, Prior> priors = new TreeMap<>();
        for (Parameter parameter : space.parameters()) {
            if (random.nextInt(3) == 0) {
                priors.put(
                        parameter.name(),
                        parameter instanceof CategoricalParameter categorical
                                ? new Prior.Weights(categorical.values().stream()
                                        .map(value -> 0.1 + random.nextDouble())
                                        .toList())
                                : new Prior.Around(
                                        parameter.valueAt(random.nextDouble()), one(Prior.Confidence.values())));
            }
        }
        return priors;
    }

    private Fidelity fidelity() {
        int min = 1 + random.nextInt(5);
        return new Fidelity(min, min + random.nextInt(100), 2 + random.nextInt(4), 2 + random.nextInt(3));
    }

    private SearchSpace space() {
        List<Parameter> parameters = new ArrayList<>();
        int dimensions = 1 + random.nextInt(7);
        for (int axis = 0; axis < dimensions; axis++) {
            // Names in falling order, so that an order by name would show.
            String name = "p" + (9 - axis) + "x".repeat(random.nextInt(3));
            parameters.add(parameter(name, parameters));
        }
        Map<String, Condition> mattersWhen = new TreeMap<>();
        for (int axis = 1; axis < dimensions; axis++) {
            List<Parameter> earlier = parameters.subList(0, axis);
            String name = parameters.get(axis).name();
            condition(earlier).ifPresent(one -> mattersWhen.put(name, coin() ? one : alternatives(one, earlier)));
        }
        return new SearchSpace(parameters, mattersWhen);
    }

    /** Several alternatives, or none. */
    private Condition alternatives(Condition one, List<Parameter> earlier) {
        Condition absent = Condition.absent(earlier.get(0).name());
        return coin()
                ? Condition.NEVER
                : one.or(absent).or(Condition.isNot(earlier.get(0).name(), value()));
    }

    private Parameter parameter(String name, List<Parameter> earlier) {
        Optional<Condition> when = condition(earlier);
        return switch (random.nextInt(4)) {
            case 0 -> {
                double low = number();
                yield coin()
                        ? new ContinuousParameter(
                                name,
                                low,
                                low + Math.max(1, Math.abs(low)) * (1e-9 + random.nextDouble()),
                                Scale.LINEAR,
                                when)
                        : new ContinuousParameter(name, Double.MIN_NORMAL, 1e10, Scale.LOG, when);
            }
            case 1 -> {
                long low = 1L + random.nextInt(50);
                yield switch (one(Scale.values())) {
                    case LINEAR -> new IntegerParameter(name, low - 25, low + 9, Scale.LINEAR, when);
                    case LOG -> new IntegerParameter(name, low, low * 1000, Scale.LOG, when);
                    case POWER_OF_TWO -> new IntegerParameter(name, 1L << low % 20, 1L << 40, Scale.POWER_OF_TWO, when);
                };
            }
            case 2 -> new OrdinalParameter(name, values(), when);
            default -> new CategoricalParameter(name, values(), when);
        };
    }

    private Optional<Condition> condition(List<Parameter> earlier) {
        if (earlier.isEmpty() || coin()) {
            return Optional.empty();
        }
        TreeMap<String, Condition.Test> tests = new TreeMap<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            Parameter parent = earlier.get(random.nextInt(earlier.size()));
            Set<Object> values = new HashSet<>();
            for (int j = 0; j <= random.nextInt(3); j++) {
                values.add(parent.valueAt(random.nextDouble()));
            }
            tests.put(
                    parent.name(),
                    switch (random.nextInt(3)) {
                        case 0 -> new Condition.Test.OneOf(List.copyOf(values));
                        case 1 -> Condition.Test.atLeast(number());
                        default -> Condition.Test.atMost(number());
                    });
        }
        return Optional.of(Condition.all(tests));
    }

    private List<Object> values() {
        Set<Object> values = new HashSet<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            values.add(value());
        }
        return List.copyOf(values);
    }

    private Object value() {
        return switch (random.nextInt(4)) {
            case 0 -> number();
            case 1 -> random.nextLong();
            case 2 -> coin();
            default -> text();
        };
    }

    private SortedMap<String, Object> settings() {
        SortedMap<String, Object> settings = new TreeMap<>();
        for (int i = 0; i < random.nextInt(5); i++) {
            settings.put(
                    "setting" + "s".repeat(9 - i),
                    switch (random.nextInt(4)) {
                        case 0 -> many(this::text);
                        case 1 -> Map.of(text(), random.nextLong());
                        default -> value();
                    });
        }
        return settings;
    }

    /** Whole, tiny, huge and ordinary numbers, all finite, none −0.0. */
    private double number() {
        return 0.0
                + switch (random.nextInt(5)) {
                    case 0 -> random.nextInt(100);
                    case 1 -> Math.scalb(random.nextDouble(), random.nextInt(2000) - 1030);
                    case 2 -> 1e10 * random.nextInt(10);
                    case 3 -> -random.nextDouble();
                    default -> random.nextGaussian();
                };
    }

    private Duration duration() {
        Duration whole = Duration.ofSeconds(random.nextInt(500_000));
        return coin() ? whole : whole.plusNanos(random.nextInt(1_000_000_000));
    }

    private String text() {
        int[] points = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < random.nextInt(9); i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> values = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            values.add(one.get());
        }
        return values;
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private boolean coin() {
        return random.nextBoolean();
    }
}
