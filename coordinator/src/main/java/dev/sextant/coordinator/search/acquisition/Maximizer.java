package dev.sextant.coordinator.search.acquisition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Looks for the maximum of a function in a box that is cheap for many points at once: random points and mutations
 * of promising ones, then shrinking moves in a few coordinates from the best, some of them straight to a bound.
 *
 * @param points in the first batch
 * @param climbers how many of them go on
 * @param moves each tries a round
 * @param rounds of moves
 */
public record Maximizer(int points, int climbers, int moves, int rounds) {
    /** Shares of the coordinates that a mutation changes. */
    private static final double[] SHARES = {0.2, 0.5, 1};

    private static final double FIRST_MOVE = 0.25;
    private static final double SHRINKING = 0.8;
    private static final double JUMPS = 0.06;

    /** A function of many points at once. */
    public interface Function {
        /**
         * Its values, −∞ where a point must not be taken.
         *
         * @param points [any number][D]
         */
        double[] at(double[][] points);
    }

    /** A point and the function's value there. Holds its array; it is not copied. */
    public static final class Maximum {
        private final double[] point;
        private final double value;

        Maximum(double[] point, double value) {
            this.point = point;
            this.value = value;
        }

        /** [D] */
        public double[] point() {
            return point;
        }

        public double value() {
            return value;
        }

        @Override
        public String toString() {
            return value + " at " + Arrays.toString(point);
        }
    }

    /**
     * The best points found, best first; −∞ for none.
     *
     * @param promising points [D] to mutate, in the box or not; may be empty
     */
    public List<Maximum> maximise(Function function, Box box, List<double[]> promising, SplittableRandom random) {
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
        double share = SHARES[random.nextInt(SHARES.length)];
        for (int axis = 0; axis < mutated.length; axis++) {
            double move = random.nextDouble() < share ? size * random.nextGaussian() : 0;
            mutated[axis] = box.clip(axis, mutated[axis] + move);
        }
        return mutated;
    }

    private static double[] moved(double[] point, double size, Box box, SplittableRandom random) {
        double[] moved = point.clone();
        int always = random.nextInt(moved.length);
        for (int axis = 0; axis < moved.length; axis++) {
            if (axis == always || random.nextDouble() < 1.5 / moved.length) {
                moved[axis] = random.nextDouble() < JUMPS
                        ? box.randomBound(axis, random)
                        : box.clip(axis, moved[axis] + size * random.nextGaussian());
            }
        }
        return moved;
    }
}
