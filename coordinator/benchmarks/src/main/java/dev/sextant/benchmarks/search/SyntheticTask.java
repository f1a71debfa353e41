package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A synthetic task. Curves rise to the score of a {@link Landscape}, for some configurations within one epoch, for others over
 * a third of the training. A {@link Difficulty} may be added. A function of its seed.
 */
record SyntheticTask(
        String suite,
        String name,
        SearchSpace space,
        Landscape landscape,
        Difficulty difficulty,
        long seed,
        int configurations,
        Reference reference)
        implements BenchmarkTask {
    static final int EPOCHS = 52;
    /** Share of the score that is missing at the start of a curve. */
    private static final double INITIAL_LOSS = 0.6;
    /** Epochs within which configurations fail. */
    private static final int EARLY = 10;

    @Override
    public int epochs() {
        return EPOCHS;
    }

    @Override
    public Replay replay() {
        return new Curves();
    }

    private SplittableRandom random(Configuration configuration, int purpose) {
        return new SplittableRandom((seed * 31 + configuration.hashCode()) * 1_000_003L + purpose);
    }

    private final class Curves implements Replay {
        private static final int FATE = -1;
        private static final int SPEED = -2;
        private static final int MISLEADING = -3;
        /** Distance from the optimum to the cliff. */
        private static final double CLIFF_DISTANCE = 0.05;

        @Override
        public Optional<Double> value(Configuration configuration, int epoch) {
            if (epoch >= failsFrom() && landscape.beyond(configuration) > CLIFF_DISTANCE) {
                return Optional.empty();
            }
            SplittableRandom fate = random(configuration, FATE);
            double drawn = fate.nextDouble();
            int failingFrom = fate.nextInt(1, EARLY + 1);
            if (epoch >= failingFrom && drawn < difficulty.failing()) {
                return Optional.empty();
            }
            if (epoch >= failingFrom && drawn < difficulty.failing() + difficulty.nan()) {
                return Optional.of(Double.NaN);
            }
            double noise = difficulty.noise() == 0
                    ? 0
                    : difficulty.noise() * random(configuration, epoch).nextGaussian();
            return Optional.of(noiseless(configuration, epoch, 0) + noise);
        }

        private int failsFrom() {
            return switch (difficulty.cliff()) {
                case FAILS -> 1;
                case FAILS_LATE -> EARLY;
                case NOTHING, BREAKS_A_CONSTRAINT, COSTS_TOO_MUCH -> Integer.MAX_VALUE;
            };
        }

        @Override
        public List<Double> margins(Configuration configuration, int epoch) {
            return switch (difficulty.cliff()) {
                case NOTHING, FAILS, FAILS_LATE -> List.of();
                case BREAKS_A_CONSTRAINT -> List.of(CLIFF_DISTANCE - landscape.beyond(configuration));
                case COSTS_TOO_MUCH -> List.of(1 - landscape.cost(configuration));
            };
        }

        @Override
        public double noiseless(Configuration configuration, int epoch, double measured) {
            if (Double.isNaN(measured)) {
                return measured;
            }
            double score = landscape.score(configuration);
            if (difficulty.misleading() && epoch < EPOCHS) {
                double[] other = random(configuration, MISLEADING)
                        .doubles(space.dimensions())
                        .toArray();
                score = landscape.score(space.at(other)) / 2;
            }
            double timeConstant = Math.exp(random(configuration, SPEED).nextDouble() * Math.log(EPOCHS / 3.0));
            double missing = Math.exp(-epoch / timeConstant) - Math.exp(-EPOCHS / timeConstant);
            return score * (1 - INITIAL_LOSS * missing);
        }

        @Override
        public double score(Configuration trained) {
            return landscape.score(trained);
        }
    }
}
