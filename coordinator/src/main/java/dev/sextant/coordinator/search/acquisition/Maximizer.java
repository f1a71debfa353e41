package dev.sextant.coordinator.search.acquisition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Maximizes a function in a box, evaluating many points at once. The first batch consists of random points and of mutations
 * of promising ones. From the best of them it climbs by random moves that become smaller in each round; a move changes a few
 * coordinates, some of them straight to a bound of the box.
 *
 * @param points number of points in the first batch
 * @param climbers number of the best points from which to climb
 * @param moves moves of each climber per round
 * @param rounds number of rounds
 */
public record Maximizer(int points, int climbers, int moves, int rounds) {
    /** Shares of the coordinates that a mutation changes; one is chosen at random. */
    private static final double[] MUTATED_SHARES = {0.2, 0.5, 1};

    /** Standard deviation of a move in the first round. */
    private static final double FIRST_MOVE = 0.25;
    /** Factor of the standard deviation per round. */
    private static final double SHRINKING = 0.8;
    /** Probability that a changed coordinate jumps to a bound. */
    private static final double JUMP_PROBABILITY = 0.06;
    /** Expected number of changed coordinates of a move, in addition to one that always changes. */
    private static final double CHANGED_COORDINATES = 1.5;

    /** A function of many points at once. */
    public interface Function {
        /**
         * The values at points, −∞ where a point must not be taken.
         *
         * @param points [any number][D]
         */
        double[] at(double[][] points);
    }

    /** A point and the function's value there. Holds its array without copying it. */
    public static final class Maximum {
        private final double[] point;
        private final double value;

        Maximum(double[] point, double value) {
            this.point = point;
            this.value = value;
        }

        /** The point, [D]. */
        public double[] point() {
            return point;
        }

        /** The value at the point. */
        public double value() {
            return value;
        }

        @Override
        public String toString() {
            return value + " at " + Arrays.toString(point);
        }
    }

    /**
     * The best points found, one per climber, best first. A value of −∞ means that no allowed point was found.
     *
     * @param promising points to mutate, [D] each, inside or outside the box; may be empty
     */
    public List<Maximum> maximize(Function function, Box box, List<double[]> promising, SplittableRandom random) {
        double[][] first = new double[points][];
        for (int i = 0; i < points; i++) {
            first[i] = promising.isEmpty() || i < points / 2
                    ? box.randomPoint(random)
                    : mutated(promising.get(random.nextInt(promising.size())), box, random);
        }
        double[] values = function.at(first);
        List<Maximum> best = new ArrayList<>();
        IntStream.range(0, points)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                .limit(climbers)
                .forEach(i -> best.add(new Maximum(first[i], values[i])));
        climb(function, box, best, random);
        best.sort(Comparator.comparingDouble(maximum -> -maximum.value()));
        return best;
    }

    private void climb(Function function, Box box, List<Maximum> best, SplittableRandom random) {
        double size = FIRST_MOVE;
        for (int round = 0; round < rounds; round++) {
            double[][] tried = new double[best.size() * moves][];
            for (int i = 0; i < tried.length; i++) {
                tried[i] = moved(best.get(i / moves).point(), size, box, random);
            }
            double[] values = function.at(tried);
            for (int i = 0; i < tried.length; i++) {
                if (values[i] > best.get(i / moves).value()) {
                    best.set(i / moves, new Maximum(tried[i], values[i]));
                }
            }
            size *= SHRINKING;
        }
    }

    private static double[] mutated(double[] point, Box box, SplittableRandom random) {
        double[] mutated = point.clone();
        double size = Math.pow(10, random.nextDouble(-2.3, -0.4));
        double share = MUTATED_SHARES[random.nextInt(MUTATED_SHARES.length)];
        for (int axis = 0; axis < mutated.length; axis++) {
            double move = random.nextDouble() < share ? size * random.nextGaussian() : 0;
            mutated[axis] = box.clip(axis, mutated[axis] + move);
        }
        return mutated;
    }

    private static double[] moved(double[] point, double size, Box box, SplittableRandom random) {
        double[] moved = point.clone();
        int changedAxis = random.nextInt(moved.length);
        for (int axis = 0; axis < moved.length; axis++) {
            if (axis == changedAxis || random.nextDouble() < CHANGED_COORDINATES / moved.length) {
                moved[axis] = random.nextDouble() < JUMP_PROBABILITY
                        ? box.randomBound(axis, random)
                        : box.clip(axis, moved[axis] + size * random.nextGaussian());
            }
        }
        return moved;
    }
}
