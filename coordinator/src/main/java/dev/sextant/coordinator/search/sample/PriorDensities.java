package dev.sextant.coordinator.search.sample;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Prior;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The priors of a study's author as independent densities on the unit cube. A prior around a value is a normal distribution
 * truncated to the axis; a prior of categories gives each a weight. Immutable and thread-safe.
 */
final class PriorDensities {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final List<Axis> axes = new ArrayList<>();

    /** The density of one axis. */
    private interface Density {
        /** The inverse of the cumulative distribution function. */
        double quantile(double probability);

        /** The position at which the density is largest. */
        double mode();
    }

    private record Axis(int index, Density density) {}

    /** @param priors prior by parameter; parameters without a prior are allowed */
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
            return new CategoryWeights(weights.weights());
        }
        Prior.Around around = (Prior.Around) prior;
        return new TruncatedNormal(
                parameter.positionOf(around.value()), around.confidence().deviation());
    }

    /** Whether no parameter has a prior. */
    boolean areEmpty() {
        return axes.isEmpty();
    }

    /**
     * Transforms a uniformly distributed point into one distributed by the priors.
     *
     * @param uniform [D]
     * @return [D], unchanged on axes without a prior
     */
    double[] quantiles(double[] uniform) {
        double[] point = uniform.clone();
        for (Axis axis : axes) {
            point[axis.index()] = axis.density().quantile(uniform[axis.index()]);
        }
        return point;
    }

    /**
     * The mode of the priors.
     *
     * @param others positions on the axes without a prior, [D]
     * @return [D]
     */
    double[] mode(double[] others) {
        double[] point = others.clone();
        axes.forEach(axis -> point[axis.index()] = axis.density().mode());
        return point;
    }

    private record TruncatedNormal(double mean, double deviation) implements Density {
        @Override
        public double quantile(double probability) {
            double low = NORMAL.cumulativeProbability(-mean / deviation);
            double high = NORMAL.cumulativeProbability((1 - mean) / deviation);
            double position = mean + deviation * NORMAL.inverseCumulativeProbability(low + probability * (high - low));
            return Math.max(0, Math.min(1, position));
        }

        @Override
        public double mode() {
            return mean;
        }
    }

    /** The density of a categorical axis, of which each category has an equal piece. */
    private record CategoryWeights(List<Double> weights) implements Density {
        @Override
        public double quantile(double probability) {
            double remaining = probability
                    * weights.stream().mapToDouble(Double::doubleValue).sum();
            for (int piece = 0; piece < weights.size(); piece++) {
                double weight = weights.get(piece);
                if (remaining < weight || piece == weights.size() - 1) {
                    return (piece + Math.min(remaining / weight, 1)) / weights.size();
                }
                remaining -= weight;
            }
            throw new IllegalStateException("No weights");
        }

        @Override
        public double mode() {
            double largest =
                    weights.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            return (weights.indexOf(largest) + 0.5) / weights.size();
        }
    }
}
