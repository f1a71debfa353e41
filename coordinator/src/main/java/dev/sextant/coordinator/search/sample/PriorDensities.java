package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A study author's priors as densities on the unit cube, independent of one another: around a value a normal distribution
 * cut off at the ends of the axis; of categories a share of the axis for each. Immutable; safe for use by many threads.
 */
final class PriorDensities {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final List<Axis> axes = new ArrayList<>();

    /** Of one axis. */
    private interface Density {
        /** Inverse of the cumulative distribution. */
        double quantile(double share);

        /** Where it is largest. */
        double mode();
    }

    private record Axis(int index, Density density) {}

    PriorDensities(SearchSpace space, Map<String, Prior> priors) {
        for (int index = 0; index < space.dimensions(); index++) {
            Parameter parameter = space.parameters().get(index);
            Prior prior = priors.get(parameter.name());
            if (prior != null) {
                axes.add(new Axis(index, density(parameter, prior)));
            }
        }
    }

    private static Density density(Parameter parameter, Prior prior) {
        if (prior instanceof Prior.Weights weights) {
            return new Shares(weights.weights());
        }
        Prior.Around around = (Prior.Around) prior;
        return new Bell(
                parameter.positionOf(around.value()), around.confidence().deviation());
    }

    boolean areEmpty() {
        return axes.isEmpty();
    }

    /**
     * Where a point of the uniform distribution comes to lie in the believed one.
     *
     * @param uniform [D]
     */
    double[] believed(double[] uniform) {
        double[] point = uniform.clone();
        for (Axis axis : axes) {
            point[axis.index()] = axis.density().quantile(uniform[axis.index()]);
        }
        return point;
    }

    /**
     * The point where the believed distribution is densest; where nothing is believed, another one's positions.
     *
     * @param other [D]
     */
    double[] densest(double[] other) {
        double[] point = other.clone();
        axes.forEach(axis -> point[axis.index()] = axis.density().mode());
        return point;
    }

    private record Bell(double mean, double deviation) implements Density {
        @Override
        public double quantile(double share) {
            double low = NORMAL.cumulativeProbability(-mean / deviation);
            double high = NORMAL.cumulativeProbability((1 - mean) / deviation);
            double position = mean + deviation * NORMAL.inverseCumulativeProbability(low + share * (high - low));
            return Math.max(0, Math.min(1, position));
        }

        @Override
        public double mode() {
            return mean;
        }
    }

    /** Of an axis that is cut into equal pieces, each with its weight. */
    private record Shares(List<Double> weights) implements Density {
        @Override
        public double quantile(double share) {
            double left =
                    share * weights.stream().mapToDouble(Double::doubleValue).sum();
            for (int piece = 0; piece < weights.size(); piece++) {
                double weight = weights.get(piece);
                if (left < weight || piece == weights.size() - 1) {
                    return (piece + Math.min(left / weight, 1)) / weights.size();
                }
                left -= weight;
            }
            throw new IllegalStateException("No weights");
        }

        @Override
        public double mode() {
            double most =
                    weights.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            return (weights.indexOf(most) + 0.5) / weights.size();
        }
    }
}
