package dev.sextant.coordinator.search;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random search spaces: every kind of parameter, every scale, conditions on conditions, parameters without effect. */
final class Spaces {
    private Spaces() {}

    /** Spaces of 1 to 6 parameters. */
    public static Arbitrary<SearchSpace> any() {
        return Arbitraries.longs().map(seed -> space(new SplittableRandom(seed), 6));
    }

    /** Spaces of 1 to 3 parameters with few values each. */
    public static Arbitrary<SearchSpace> tiny() {
        return Arbitraries.longs().map(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<Parameter> parameters = new ArrayList<>();
            int count = random.nextInt(1, 4);
            for (int i = 0; i < count; i++) {
                parameters.add(discrete(random, "p" + i, condition(random, parameters)));
            }
            return new SearchSpace(parameters, mattersWhen(random, parameters));
        });
    }

    private static SearchSpace space(SplittableRandom random, int most) {
        List<Parameter> parameters = new ArrayList<>();
        int count = random.nextInt(1, most + 1);
        for (int i = 0; i < count; i++) {
            Optional<Condition> when = condition(random, parameters);
            parameters.add(random.nextBoolean() ? numeric(random, "p" + i, when) : discrete(random, "p" + i, when));
        }
        return new SearchSpace(parameters, mattersWhen(random, parameters));
    }

    private static Parameter numeric(SplittableRandom random, String name, Optional<Condition> when) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new ContinuousParameter(
                        name, -random.nextDouble(0, 10), random.nextDouble(0.1, 10), Scale.LINEAR, when);
            case 1 ->
                new ContinuousParameter(
                        name, random.nextDouble(1e-8, 1e-3), random.nextDouble(0.01, 100), Scale.LOG, when);
            case 2 -> new IntegerParameter(name, random.nextInt(1, 5), random.nextInt(5, 5000), Scale.LOG, when);
            default ->
                new IntegerParameter(name, -random.nextInt(1000), random.nextInt(1, 1_000_000), Scale.LINEAR, when);
        };
    }

    private static Parameter discrete(SplittableRandom random, String name, Optional<Condition> when) {
        return switch (random.nextInt(5)) {
            case 0 -> new CategoricalParameter(name, List.of(true, false), when);
            case 1 -> new CategoricalParameter(name, List.of("adam", "sgd", "rmsprop"), when);
            case 2 -> new OrdinalParameter(name, List.of(128L, 256L, 512L), when);
            case 3 -> new IntegerParameter(name, 16, 16L << random.nextInt(1, 4), Scale.POWER_OF_TWO, when);
            default -> new IntegerParameter(name, 1, random.nextInt(2, 5), Scale.LOG, when);
        };
    }

    /** When some of the parameters matter: with alternatives, in the absence of others, or never. */
    private static Map<String, Condition> mattersWhen(SplittableRandom random, List<Parameter> parameters) {
        Map<String, Condition> conditions = new TreeMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            List<Parameter> earlier = parameters.subList(0, i);
            Optional<Condition> one = random.nextInt(3) == 0 ? condition(random, earlier) : Optional.empty();
            if (one.isPresent()) {
                Condition other = condition(random, earlier)
                        .orElseGet(() -> Condition.absent(earlier.get(0).name()));
                Condition any = one.get().or(other);
                conditions.put(parameters.get(i).name(), random.nextInt(5) == 0 ? Condition.NEVER : any);
            }
        }
        return conditions;
    }

    private static Optional<Condition> condition(SplittableRandom random, List<Parameter> parents) {
        if (parents.isEmpty() || random.nextInt(3) == 0) {
            return Optional.empty();
        }
        Parameter parent = parents.get(random.nextInt(parents.size()));
        Object value = parent.valueAt(random.nextDouble());
        Condition.Test test;
        if (value instanceof Number number) {
            test = random.nextBoolean()
                    ? Condition.Test.atLeast(number.doubleValue())
                    : Condition.Test.atMost(number.doubleValue());
        } else {
            test = new Condition.Test.OneOf(List.of(value));
        }
        return Optional.of(Condition.on(parent.name(), test));
    }
}
