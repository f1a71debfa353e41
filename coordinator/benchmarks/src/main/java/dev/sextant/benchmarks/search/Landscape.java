package dev.sextant.benchmarks.search;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Made-up scores on any space: 1 − √(Σ w_j δ_j² / Σ w_j), where δ_j is the distance on axis j from an optimum that the seed
 * fixes, or what the seed gives a category. The optimum of the first axis moves with the second (of categories: what they
 * cost is dealt round by as many as the second one's number); each axis weighs less than the one before it. A parameter that
 * plays no part costs as much as one that is 0.2 off. Immutable.
 */
final class Landscape {
    private static final double ABSENT = 0.2;
    private static final double TILT = 0.3;
    /** Two thirds of a normal distribution lie above its mean less so many standard deviations. */
    private static final double THIRD = 0.43;

    private final SearchSpace space;
    private final double[] optimum;
    private final double[] weights;
    /** [axis][category] costs; empty for axes with an order. */
    private final double[][] categories;

    private Landscape(SearchSpace space, double[] optimum, double[] weights, double[][] categories) {
        this.space = space;
        this.optimum = optimum;
        this.weights = weights;
        this.categories = categories;
    }

    /** Where the optimum lies on an axis. */
    interface Optimum {
        double at(int axis, SplittableRandom random);
    }

    /**
     * @param mattering so many axes matter, at places that the seed chooses; the others do not at all
     * @param fading weight of an axis as a share of the one before it
     */
    static Landscape of(SearchSpace space, long seed, int mattering, double fading, Optimum optimum) {
        SplittableRandom random = new SplittableRandom(seed);
        int axes = space.dimensions();
        double[] weights = new double[axes];
        double weight = 1;
        for (int left = Math.min(mattering, axes); left > 0; ) {
            int axis = mattering >= axes ? axes - left : random.nextInt(axes);
            if (weights[axis] == 0) {
                weights[axis] = weight;
                weight *= fading;
                left--;
            }
        }
        double[] best = new double[axes];
        double[][] categories = new double[axes][];
        for (int axis = 0; axis < axes; axis++) {
            best[axis] = optimum.at(axis, random);
            categories[axis] = space.parameters().get(axis) instanceof CategoricalParameter categorical
                    ? costs(categorical.values().size(), random)
                    : new double[0];
        }
        return new Landscape(space, best, weights, categories);
    }

    /** One category costs nothing, the others something. */
    private static double[] costs(int count, SplittableRandom random) {
        double[] costs = random.doubles(count, 0.15, 0.8).toArray();
        costs[random.nextInt(count)] = 0;
        return costs;
    }

    double score(Configuration configuration) {
        double[] point = space.pointOf(configuration);
        double sum = 0;
        double whole = 0;
        for (int axis = 0; axis < point.length; axis++) {
            double distance = distance(axis, point, configuration);
            sum += weights[axis] * distance * distance;
            whole += weights[axis];
        }
        return 1 - Math.sqrt(sum / whole);
    }

    /** How far a configuration lies beyond the optimum of the first axis; negative before it. */
    double beyond(Configuration configuration) {
        return space.pointOf(configuration)[0] - optimum[0];
    }

    /**
     * What a configuration costs, growing towards the optimum on every axis: e^(2 c), where c is the mean of the coordinates
     * (counted from the bound that is farther from the optimum) less what a third of all configurations stay below.
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

    /** All configurations. */
    ScoredPoints points() {
        return scoredBy(this::score);
    }

    /** The same, where what costs more than 1 is worth less than nothing. */
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

    /** Its number; 0 on an axis with an order. */
    private int category(int axis, double[] point) {
        return (int) (point[axis] * categories[axis].length);
    }

    private double distance(int axis, double[] point, Configuration configuration) {
        if (!configuration.values().containsKey(space.parameters().get(axis).name())) {
            return ABSENT;
        }
        boolean movesWithTheSecond = axis == 0 && point.length > 1;
        if (categories[axis].length > 0) {
            int moved = movesWithTheSecond ? category(1, point) : 0;
            return categories[axis][(category(axis, point) + moved) % categories[axis].length];
        }
        double tilt = movesWithTheSecond ? TILT * (point[1] - optimum[1]) : 0;
        return point[axis] - optimum[axis] - tilt;
    }
}
