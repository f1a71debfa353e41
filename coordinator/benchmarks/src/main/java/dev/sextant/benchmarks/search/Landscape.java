package dev.sextant.benchmarks.search;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Synthetic scores on any search space: 1 − √(Σ w_j δ_j² / Σ w_j). On an ordered axis j, δ_j is the distance from an optimum;
 * on a categorical axis it is the cost of the category; for an inactive parameter it is 0.2. Optimum and costs are drawn with
 * the seed. The optimum of the first axis moves with the second axis (the costs of categories are rotated by the category of
 * the second axis). Each axis weighs less than the one before it. Immutable.
 */
final class Landscape {
    private static final double INACTIVE_DISTANCE = 0.2;
    /** Movement of the first optimum per unit of the second axis. */
    private static final double TILT = 0.3;
    /** Two thirds of a normal distribution lie above its mean minus so many standard deviations. */
    private static final double THIRD = 0.43;

    private final SearchSpace space;
    private final double[] optimum;
    private final double[] weights;
    /** Cost of each category, [axis][category]; empty for ordered axes. */
    private final double[][] costs;

    private Landscape(SearchSpace space, double[] optimum, double[] weights, double[][] costs) {
        this.space = space;
        this.optimum = optimum;
        this.weights = weights;
        this.costs = costs;
    }

    /** Places the optimum. */
    interface Optimum {
        /** The position of the optimum on an axis, in [0, 1]. */
        double at(int axis, SplittableRandom random);
    }

    /**
     * A landscape.
     *
     * @param relevant number of axes with a weight, chosen by the seed; all others have none
     * @param decay weight of an axis as a share of the one before it
     */
    static Landscape of(SearchSpace space, long seed, int relevant, double decay, Optimum optimum) {
        SplittableRandom random = new SplittableRandom(seed);
        int axes = space.dimensions();
        double[] weights = new double[axes];
        double weight = 1;
        for (int remaining = Math.min(relevant, axes); remaining > 0; ) {
            int axis = relevant >= axes ? axes - remaining : random.nextInt(axes);
            if (weights[axis] == 0) {
                weights[axis] = weight;
                weight *= decay;
                remaining--;
            }
        }
        double[] best = new double[axes];
        double[][] costs = new double[axes][];
        for (int axis = 0; axis < axes; axis++) {
            best[axis] = optimum.at(axis, random);
            costs[axis] = space.parameters().get(axis) instanceof CategoricalParameter categorical
                    ? costs(categorical.values().size(), random)
                    : new double[0];
        }
        return new Landscape(space, best, weights, costs);
    }

    /** Costs of categories, of which one is 0. */
    private static double[] costs(int count, SplittableRandom random) {
        double[] costs = random.doubles(count, 0.15, 0.8).toArray();
        costs[random.nextInt(count)] = 0;
        return costs;
    }

    /** The score of a configuration; 1 is the largest. */
    double score(Configuration configuration) {
        double[] point = space.pointOf(configuration);
        double sum = 0;
        double weightSum = 0;
        for (int axis = 0; axis < point.length; axis++) {
            double distance = distance(axis, point, configuration);
            sum += weights[axis] * distance * distance;
            weightSum += weights[axis];
        }
        return 1 - Math.sqrt(sum / weightSum);
    }

    /** Signed distance of a configuration from the optimum on the first axis. */
    double beyond(Configuration configuration) {
        return space.pointOf(configuration)[0] - optimum[0];
    }

    /**
     * The cost of a configuration, e^(2 c), which grows towards the optimum on every axis. c is the mean of the coordinates,
     * counted from the bound that is farther from the optimum, minus the value below which a third of all configurations lie.
     */
    double cost(Configuration configuration) {
        double[] point = space.pointOf(configuration);
        double sum = 0;
        for (int axis = 0; axis < point.length; axis++) {
            sum += optimum[axis] > 0.5 ? point[axis] : 1 - point[axis];
        }
        double deviation = Math.sqrt(1 / (12.0 * point.length));
        return Math.exp(2 * (sum / point.length - 0.5 + THIRD * deviation));
    }

    /** The scores of all configurations. */
    ScoredPoints points() {
        return scoredBy(this::score);
    }

    /** The scores, reduced by 1 for configurations that cost more than 1. */
    ScoredPoints affordable() {
        return scoredBy(configuration -> score(configuration) - (cost(configuration) <= 1 ? 0 : 1));
    }

    private ScoredPoints scoredBy(ToDoubleFunction<Configuration> scored) {
        return new ScoredPoints() {
            @Override
            public int dimensions() {
                return space.dimensions();
            }

            @Override
            public List<Score> scores(double[][] points) {
                return Arrays.stream(points)
                        .map(space::at)
                        .mapToDouble(scored)
                        .mapToObj(score -> new Score(score, score))
                        .toList();
            }
        };
    }

    /** Index of the category at a point; 0 on an ordered axis. */
    private int category(int axis, double[] point) {
        return (int) (point[axis] * costs[axis].length);
    }

    private double distance(int axis, double[] point, Configuration configuration) {
        if (!configuration.values().containsKey(space.parameters().get(axis).name())) {
            return INACTIVE_DISTANCE;
        }
        boolean movesWithTheSecond = axis == 0 && point.length > 1;
        if (costs[axis].length > 0) {
            int rotation = movesWithTheSecond ? category(1, point) : 0;
            return costs[axis][(category(axis, point) + rotation) % costs[axis].length];
        }
        double tilt = movesWithTheSecond ? TILT * (point[1] - optimum[1]) : 0;
        return point[axis] - optimum[axis] - tilt;
    }
}
