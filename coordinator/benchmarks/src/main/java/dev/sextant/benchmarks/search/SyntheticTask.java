package dev.sextant.benchmarks.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A made-up task: curves that rise to the score of a {@link Landscape}, for some configurations within an epoch and for
 * others over a third of the training, perhaps with trouble. A function of its seed.
 */
record SyntheticTask(
        String suite,
        String name,
        SearchSpace space,
        Landscape landscape,
        Trouble trouble,
        long seed,
        int configurations,
        Reference reference)
        implements BenchmarkTask {
    static final int EPOCHS = 52;
    private static final double START = 0.6;
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
        /** Between the optimum and the cliff. */
        private static final double LEDGE = 0.05;

        @Override
        public Optional<Double> value(Configuration configuration, int epoch) {
            if (epoch >= failsFrom() && landscape.beyond(configuration) > LEDGE) {
                return Optional.empty();
            }
            SplittableRandom fate = random(configuration, FATE);
            double drawn = fate.nextDouble();
            int from = fate.nextInt(1, EARLY + 1);
            if (epoch >= from && drawn < trouble.failing()) {
                return Optional.empty();
            }
            if (epoch >= from && drawn < trouble.failing() + trouble.nan()) {
                return Optional.of(Double.NaN);
            }
            double noise = trouble.noise() == 0
                    ? 0
                    : trouble.noise() * random(configuration, epoch).nextGaussian();
            return Optional.of(noiseless(configuration, epoch, 0) + noise);
        }

        private int failsFrom() {
            return switch (trouble.cliff()) {
                case FAILS -> 1;
                case FAILS_LATE -> EARLY;
                case NOTHING, BREAKS_A_CONSTRAINT, COSTS_TOO_MUCH -> Integer.MAX_VALUE;
            };
        }

        @Override
        public List<Double> margins(Configuration configuration, int epoch) {
            return switch (trouble.cliff()) {
                case NOTHING, FAILS, FAILS_LATE -> List.of();
                case BREAKS_A_CONSTRAINT -> List.of(LEDGE - landscape.beyond(configuration));
                case COSTS_TOO_MUCH -> List.of(1 - landscape.cost(configuration));
            };
        }

        @Override
        public double noiseless(Configuration configuration, int epoch, double measured) {
            if (Double.isNaN(measured)) {
                return measured;
            }
            double score = landscape.score(configuration);
            if (trouble.misleading() && epoch < EPOCHS) {
                double[] other = random(configuration, MISLEADING)
                        .doubles(space.dimensions())
                        .toArray();
                score = landscape.score(space.at(other)) / 2;
            }
            double slow = Math.exp(random(configuration, SPEED).nextDouble() * Math.log(EPOCHS / 3.0));
            double rest = Math.exp(-epoch / slow) - Math.exp(-EPOCHS / slow);
            return score * (1 - START * rest);
        }

        @Override
        public double score(Configuration trained) {
            return landscape.score(trained);
        }
    }
}
