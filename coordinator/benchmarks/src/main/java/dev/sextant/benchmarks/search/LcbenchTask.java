package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A data set of LCBench: networks with seven hyperparameters, whose learning curves a surrogate predicts. */
final class LcbenchTask implements ScoredPoints {
    static final String SUITE = "lcbench";

    private final String id;
    private final SearchSpace space;
    private final int epochs;
    private final int code;
    private final LcbenchSurrogate surrogate;

    /** @param code the code of the task in the surrogate's input */
    LcbenchTask(String id, SearchSpace space, int epochs, int code, LcbenchSurrogate surrogate) {
        this.id = id;
        this.space = space;
        this.epochs = epochs;
        this.code = code;
        this.surrogate = surrogate;
    }

    @Override
    public int dimensions() {
        return space.dimensions();
    }

    @Override
    public List<Score> scores(double[][] points) {
        List<Configuration> configurations =
                Arrays.stream(points).map(space::at).toList();
        return Arrays.stream(surrogate.curves(code, configurations))
                .map(Score::of)
                .toList();
    }

    /** The task with its reference scores. */
    BenchmarkTask withReference(Reference reference) {
        return new WithReference(this, reference);
    }

    private record WithReference(LcbenchTask task, Reference reference) implements BenchmarkTask {
        @Override
        public String suite() {
            return SUITE;
        }

        @Override
        public String name() {
            return task.id;
        }

        @Override
        public SearchSpace space() {
            return task.space;
        }

        @Override
        public int epochs() {
            return task.epochs;
        }

        @Override
        public int configurations() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Replay replay() {
            return new Curves(task);
        }
    }

    /** Predicts the first epochs of a configuration at once, and all others when it is trained further. */
    private record Curves(LcbenchTask task, Map<Configuration, double[]> known) implements Replay {
        private static final int FIRST_EPOCHS = 6;
        private static final double[] NOTHING = {};

        Curves(LcbenchTask task) {
            this(task, new HashMap<>());
        }

        private double[] upTo(Configuration configuration, int epoch) {
            double[] curve = known.getOrDefault(configuration, NOTHING);
            if (epoch <= curve.length) {
                return curve;
            }
            int to = epoch <= FIRST_EPOCHS ? Math.min(FIRST_EPOCHS, task.epochs) : task.epochs;
            double[] rest = task.surrogate.curves(task.code, List.of(configuration), curve.length + 1, to)[0];
            double[] longer = Arrays.copyOf(curve, to);
            System.arraycopy(rest, 0, longer, curve.length, rest.length);
            known.put(configuration, longer);
            return longer;
        }

        @Override
        public Optional<Double> value(Configuration configuration, int epoch) {
            return Optional.of(upTo(configuration, epoch)[epoch - 1]);
        }

        @Override
        public double score(Configuration trained) {
            return Score.of(upTo(trained, task.epochs)).best();
        }
    }
}
