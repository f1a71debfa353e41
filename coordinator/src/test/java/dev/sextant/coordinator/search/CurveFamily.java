package dev.sextant.coordinator.search;

import dev.sextant.common.space.SearchSpace;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.Optional;

/** Synthetic learning curves, a pure function of configuration and epoch. */
final class CurveFamily {
    private CurveFamily() {}

    /**
     * Accuracies that rise towards 1 − ½ · (mean squared distance from an optimum that the seed fixes), faster for some
     * configurations than for others, with a little noise: what is good early is mostly, not always, good late.
     */
    static SimulatedTraining rising(SearchSpace space, long seed) {
        return rising(space, seed, 4);
    }

    /** The same, all configurations equally fast: what is good early is good late, but for the noise. */
    static SimulatedTraining steady(SearchSpace space, long seed) {
        return rising(space, seed, 0);
    }

    /** The same from some epoch on; values before it are hashes and say nothing. */
    static SimulatedTraining silentBefore(int epoch, SearchSpace space, long seed) {
        SimulatedTraining steady = steady(space, seed);
        return (configuration, at) -> at < epoch
                ? Optional.of(0.5 * Mixing.uniform(Mixing.bits(seed, configuration.hashCode())))
                : steady.value(configuration, at);
    }

    private static SimulatedTraining rising(SearchSpace space, long seed, double slowing) {
        return (configuration, epoch) -> {
            double[] point = space.pointOf(configuration);
            double distance = 0;
            for (int axis = 0; axis < point.length; axis++) {
                double optimum = 0.2 + 0.6 * Mixing.uniform(Mixing.bits(seed, axis));
                distance += (point[axis] - optimum) * (point[axis] - optimum) / point.length;
            }
            double limit = 1 - 0.5 * Math.sqrt(distance);
            double time = 1 + slowing * point[0];
            double noise = 0.01 * (Mixing.uniform(Mixing.bits(seed, configuration.hashCode(), epoch)) - 0.5);
            return Optional.of(limit * (1 - 0.5 * Math.exp(-epoch / time)) + noise);
        };
    }

    /** Anything at all: numbers, NaN, infinities and failures, by a hash. */
    static SimulatedTraining hostile(long seed) {
        return (configuration, epoch) -> {
            long bits = Mixing.bits(seed, configuration.hashCode(), epoch);
            return switch ((int) Math.floorMod(bits, 8L)) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(Double.NaN);
                case 2 -> Optional.of(Double.POSITIVE_INFINITY);
                case 3 -> Optional.of(Double.NEGATIVE_INFINITY);
                case 4 -> Optional.of(0.5);
                default -> Optional.of(Mixing.uniform(bits));
            };
        };
    }
}
