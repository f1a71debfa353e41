package dev.sextant.benchmarks.search;

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
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Synthetic suites, each difficult in one way; {@code plain} is the one without difficulties. */
final class RobustnessSuites {
    static final String PLAIN = "plain";
    private static final int TASKS = 5;
    private static final int PLAIN_AXES = 7;
    private static final double DECAY = 0.7;
    private static final Landscape.Optimum INSIDE = (axis, random) -> 0.15 + 0.7 * random.nextDouble();
    private static final Landscape.Optimum ON_A_BOUND = (axis, random) -> random.nextInt(2);

    private final List<BenchmarkTask> tasks = new ArrayList<>();

    private RobustnessSuites() {}

    /** The tasks of all suites. */
    static List<BenchmarkTask> tasks() {
        RobustnessSuites suites = new RobustnessSuites();
        SearchSpace plain = numbers(PLAIN_AXES);
        suites.add(PLAIN, plain, PLAIN_AXES, INSIDE, Difficulty.NONE);
        suites.add("shuffled", plain, PLAIN_AXES, INSIDE, new Difficulty(true, 0, 0, 0));
        suites.add("failing", plain, PLAIN_AXES, INSIDE, new Difficulty(false, 0.2, 0.1, 0));
        suites.add("noisy", plain, PLAIN_AXES, INSIDE, new Difficulty(false, 0, 0, 0.1));
        suites.add("cliff", plain, PLAIN_AXES, INSIDE, Difficulty.beyond(Difficulty.Cliff.FAILS));
        suites.add("late-cliff", plain, PLAIN_AXES, INSIDE, Difficulty.beyond(Difficulty.Cliff.FAILS_LATE));
        suites.add("constrained", plain, PLAIN_AXES, INSIDE, Difficulty.beyond(Difficulty.Cliff.BREAKS_A_CONSTRAINT));
        suites.add("costly", plain, PLAIN_AXES, INSIDE, Difficulty.beyond(Difficulty.Cliff.COSTS_TOO_MUCH));
        suites.add("on-a-bound", plain, PLAIN_AXES, ON_A_BOUND, Difficulty.NONE);
        suites.add("thirty", numbers(30), 5, INSIDE, Difficulty.NONE);
        suites.add("conditional", conditional(), Integer.MAX_VALUE, INSIDE, Difficulty.NONE);
        suites.add("categories", categories(10), Integer.MAX_VALUE, INSIDE, Difficulty.NONE);
        suites.add("many-categories", categories(28), Integer.MAX_VALUE, INSIDE, Difficulty.NONE);
        suites.add("grids", grids(), Integer.MAX_VALUE, INSIDE, Difficulty.NONE);
        suites.add("forty", forty(), Integer.MAX_VALUE, INSIDE, Difficulty.NONE);
        return suites.tasks;
    }

    private void add(String suite, SearchSpace space, int relevant, Landscape.Optimum optimum, Difficulty difficulty) {
        for (int number = 1; number <= TASKS; number++) {
            // Suites with the same space have the same landscapes, so that they differ only in their difficulty.
            Landscape landscape = Landscape.of(space, number, relevant, DECAY, optimum);
            tasks.add(new SyntheticTask(
                    suite,
                    suite + "-" + number,
                    space,
                    landscape,
                    difficulty,
                    number,
                    space.size(SyntheticTask.EPOCHS * 100L).isPresent()
                            ? (int) space.size(SyntheticTask.EPOCHS * 100L).getAsLong()
                            : Integer.MAX_VALUE,
                    reference(landscape, difficulty)));
        }
    }

    private static Reference reference(Landscape landscape, Difficulty difficulty) {
        Reference all = ReferenceSample.of(landscape.points());
        if (difficulty.cliff() != Difficulty.Cliff.COSTS_TOO_MUCH) {
            return all;
        }
        Reference affordable = ReferenceSample.of(landscape.affordable());
        return new Reference(affordable.best(), all.median(), affordable.randomBestOf220());
    }

    private static SearchSpace numbers(int count) {
        return new SearchSpace(IntStream.range(0, count)
                .<Parameter>mapToObj(axis -> new ContinuousParameter("x" + axis, 0, 1, Scale.LINEAR, Optional.empty()))
                .toList());
    }

    private static SearchSpace conditional() {
        return new SearchSpace(List.of(
                new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                new CategoricalParameter("optimizer", List.of("adam", "sgd", "rmsprop"), Optional.empty()),
                new ContinuousParameter("momentum", 0, 0.99, Scale.LINEAR, when("optimizer", "sgd")),
                new ContinuousParameter("one_minus_beta", 1e-4, 0.5, Scale.LOG, when("optimizer", "adam")),
                new IntegerParameter("layers", 1, 4, Scale.LINEAR, Optional.empty()),
                new IntegerParameter(
                        "second_units",
                        16,
                        512,
                        Scale.POWER_OF_TWO,
                        Optional.of(Condition.on("layers", Condition.Test.atLeast(2)))),
                new CategoricalParameter("use_dropout", List.of(true, false), Optional.empty()),
                new ContinuousParameter("dropout", 0, 0.8, Scale.LINEAR, when("use_dropout", true))));
    }

    private static Optional<Condition> when(String parameter, Object value) {
        return Optional.of(Condition.on(parameter, new Condition.Test.OneOf(List.of(value))));
    }

    /** Parameters with three to six categories each, and two numbers; ten of them have 1.6 million combinations. */
    private static SearchSpace categories(int count) {
        Stream<Parameter> chosen = IntStream.range(0, count)
                .mapToObj(axis -> new CategoricalParameter(
                        "choice_" + axis,
                        IntStream.range(0, 3 + axis % 4)
                                .<Object>mapToObj(category -> "option_" + category)
                                .toList(),
                        Optional.empty()));
        Stream<Parameter> numbers = Stream.of(
                new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                new ContinuousParameter("dropout", 0, 0.8, Scale.LINEAR, Optional.empty()));
        return new SearchSpace(Stream.concat(chosen, numbers).toList());
    }

    private static SearchSpace grids() {
        return new SearchSpace(List.of(
                new IntegerParameter("batch_size", 8, 1024, Scale.POWER_OF_TWO, Optional.empty()),
                new IntegerParameter("units", 16, 1024, Scale.LOG, Optional.empty()),
                new IntegerParameter("layers", 1, 8, Scale.LINEAR, Optional.empty()),
                new IntegerParameter("heads", 1, 16, Scale.POWER_OF_TWO, Optional.empty()),
                new IntegerParameter("patience", 1, 100, Scale.LINEAR, Optional.empty()),
                new IntegerParameter("kernel", 1, 11, Scale.LOG, Optional.empty())));
    }

    /** 5 · 8 configurations. */
    private static SearchSpace forty() {
        return new SearchSpace(List.of(
                new OrdinalParameter("width", List.of(8L, 16L, 32L, 64L, 128L, 256L, 512L, 1024L), Optional.empty()),
                new CategoricalParameter(
                        "activation", List.of("relu", "elu", "gelu", "tanh", "swish"), Optional.empty())));
    }
}
