package dev.sextant.coordinator.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Synthetic learning curves, a pure function of configuration and epoch. */
public final class CurveFamily {
    private CurveFamily() {}

    /**
     * Accuracies that rise towards 1 − ½ · (mean squared distance from an optimum that the seed fixes), faster for some
     * configurations than for others, with a little noise: what is good early is mostly, not always, good late.
     */
    public static SimulatedTraining rising(SearchSpace space, long seed) {
        return rising(space, seed, point -> 1 + 4 * point[0]);
    }

    /** The same, all configurations equally fast: what is good early is good late, but for the noise. */
    public static SimulatedTraining steady(SearchSpace space, long seed) {
        return rising(space, seed, point -> 1);
    }

    /** The same, some configurations up to ten times as slow as others, by a hash: early epochs are very noisy, late ones are not. */
    public static SimulatedTraining uneven(SearchSpace space, long seed) {
        return rising(
                space,
                seed,
                point -> Math.pow(10, HashedRandom.uniform(HashedRandom.bits(seed, Arrays.hashCode(point)))));
    }

    /** The same from some epoch on; values before it are hashes and say nothing. */
    public static SimulatedTraining silentBefore(int epoch, SearchSpace space, long seed) {
        SimulatedTraining steady = steady(space, seed);
        return (configuration, at) -> at < epoch
                ? Optional.of(0.5 * HashedRandom.uniform(HashedRandom.bits(seed, configuration.hashCode())))
                : steady.value(configuration, at);
    }

    private static SimulatedTraining rising(SearchSpace space, long seed, ToDoubleFunction<double[]> slowness) {
        return (configuration, epoch) -> {
            double[] point = space.pointOf(configuration);
            double distance = 0;
            for (int axis = 0; axis < point.length; axis++) {
                double off = point[axis] - optimum(seed, axis);
                distance += off * off / point.length;
            }
            double limit = 1 - 0.5 * Math.sqrt(distance);
            double time = slowness.applyAsDouble(point);
            double noise =
                    0.01 * (HashedRandom.uniform(HashedRandom.bits(seed, configuration.hashCode(), epoch)) - 0.5);
            return Optional.of(limit * (1 - 0.5 * Math.exp(-epoch / time)) + noise);
        };
    }

    /**
     * The same, allowed only where the first coordinate is not beyond half the optimum's: the best that is allowed lies on
     * this bound.
     */
    public static SimulatedTraining bounded(SearchSpace space, long seed) {
        double bound = 0.5 * optimum(seed, 0);
        return constrained(
                steady(space, seed), (configuration, epoch) -> List.of(bound - space.pointOf(configuration)[0]));
    }

    /** The same as {@link #steady}, allowed after so many epochs only: nothing keeps the constraint before. */
    public static SimulatedTraining allowedAfter(int epochs, SearchSpace space, long seed) {
        return constrained(steady(space, seed), (configuration, epoch) -> List.of((double) (epoch - epochs) / epochs));
    }

    /** By how much constraints are kept. */
    interface Margins {
        List<Double> of(Configuration configuration, int epoch);
    }

    private static SimulatedTraining constrained(SimulatedTraining training, Margins margins) {
        return new SimulatedTraining() {
            @Override
            public Optional<Double> value(Configuration configuration, int epoch) {
                return training.value(configuration, epoch);
            }

            @Override
            public List<Double> margins(Configuration configuration, int epoch) {
                return margins.of(configuration, epoch);
            }
        };
    }

    /** Anything at all: numbers, NaN, infinities and failures, by a hash; for odd seeds constraints of which the same is true. */
    public static SimulatedTraining hostile(long seed) {
        SimulatedTraining training =
                (configuration, epoch) -> any(HashedRandom.bits(seed, configuration.hashCode(), epoch));
        return Math.floorMod(seed, 2L) == 0
                ? training
                : constrained(
                        training,
                        (configuration, epoch) -> List.of(
                                HashedRandom.uniform(HashedRandom.bits(seed, configuration.hashCode())) - 0.3,
                                any(HashedRandom.bits(~seed, configuration.hashCode(), epoch))
                                        .orElse(0.0)));
    }

    private static Optional<Double> any(long bits) {
        return switch ((int) Math.floorMod(bits, 8L)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(Double.NaN);
            case 2 -> Optional.of(Double.POSITIVE_INFINITY);
            case 3 -> Optional.of(Double.NEGATIVE_INFINITY);
            case 4 -> Optional.of(0.5);
            default -> Optional.of(HashedRandom.uniform(bits));
        };
    }

    private static double optimum(long seed, int axis) {
        return 0.2 + 0.6 * HashedRandom.uniform(HashedRandom.bits(seed, axis));
    }
}
