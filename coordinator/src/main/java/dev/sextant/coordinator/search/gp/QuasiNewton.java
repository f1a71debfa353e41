package dev.sextant.coordinator.search.gp;

import java.util.Arrays;

/**
 * Minimizes a smooth function in a box: BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization,
 * 2nd edition, algorithms 6.1 and 3.1). Steps are clipped to the box, and a coordinate at a bound does not move while the
 * function falls towards the outside.
 */
final class QuasiNewton {
    /** c_1 of the Armijo condition. */
    private static final double ENOUGH_DECREASE = 1e-4;
    /** Longest first step in any coordinate, while the scale of the function is not known. */
    private static final double FIRST_STEP = 0.5;

    private static final double LONGEST_STEP = 2;
    /** Shorter steps in all coordinates end the search. */
    private static final double SHORTEST_STEP = 1e-6;

    private static final double SMALL_GRADIENT = 1e-3;
    private static final double SMALL_GAIN = 1e-5;
    private static final double SMALL_CURVATURE = 1e-10;

    private final Function function;
    private final double[] low;
    private final double[] high;
    private int evaluationsLeft;

    private double[] x;
    private double value;
    private double[] gradient;
    private double[][] inverseHessian;
    /** Whether the inverse Hessian has the scale of the function. */
    private boolean isScaled;

    private QuasiNewton(Function function, double[] start, double[] low, double[] high, int evaluations) {
        this.function = function;
        this.low = low;
        this.high = high;
        int n = start.length;
        x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(low[i], Math.min(high[i], start[i]));
        }
        gradient = new double[n];
        value = function.at(x, gradient);
        evaluationsLeft = evaluations - 1;
        inverseHessian = identity(n);
    }

    /** A function with its gradient. */
    interface Function {
        /**
         * The value at a point; +∞ where it cannot be computed.
         *
         * @param gradient overwritten where the value is finite
         */
        double at(double[] x, double[] gradient);
    }

    /**
     * The best point found.
     *
     * @param evaluations maximum number of evaluations of the function, at least 1
     */
    static double[] minimum(Function function, double[] start, double[] low, double[] high, int evaluations) {
        return new QuasiNewton(function, start, low, high, evaluations).minimum();
    }

    private double[] minimum() {
        boolean improves = true;
        while (improves && evaluationsLeft > 0 && value < Double.POSITIVE_INFINITY) {
            double[] direction = direction(inverseHessian, gradient, x, low, high);
            double slope = dot(direction, gradient);
            if (slope < 0) {
                improves = step(direction, slope);
            } else if (isScaled) {
                inverseHessian = identity(x.length);
                isScaled = false;
            } else {
                improves = false;
            }
        }
        return x;
    }

    /** Searches along a direction and moves to the point found. False when the search has converged. */
    private boolean step(double[] direction, double slope) {
        double longest = largest(direction);
        double step = Math.min(1, (isScaled ? LONGEST_STEP : FIRST_STEP) / longest);
        double[] next = new double[x.length];
        double[] nextGradient = new double[x.length];
        double nextValue = Double.POSITIVE_INFINITY;
        while (evaluationsLeft > 0) {
            for (int i = 0; i < next.length; i++) {
                next[i] = Math.max(low[i], Math.min(high[i], x[i] + step * direction[i]));
            }
            nextValue = function.at(next, nextGradient);
            evaluationsLeft--;
            if (nextValue <= value + ENOUGH_DECREASE * step * slope) {
                break;
            }
            // The minimum of the parabola through value, slope and nextValue, within bounds.
            double parabola = -slope * step / (2 * ((nextValue - value) / step - slope));
            step = parabola > 0.1 * step && parabola < 0.5 * step ? parabola : 0.3 * step;
            if (step * longest < SHORTEST_STEP) {
                return false;
            }
        }
        if (!(nextValue < value)) {
            return false;
        }
        double gain = value - nextValue;
        isScaled = update(inverseHessian, x, next, gradient, nextGradient, isScaled) || isScaled;
        x = next;
        value = nextValue;
        gradient = nextGradient;
        return gain >= SMALL_GAIN * (1 + Math.abs(value)) && largest(gradient) >= SMALL_GRADIENT;
    }

    /** −H ∇f without the coordinates that are held at a bound. */
    private static double[] direction(double[][] h, double[] gradient, double[] x, double[] low, double[] high) {
        int n = x.length;
        boolean[] isHeld = new boolean[n];
        for (int i = 0; i < n; i++) {
            isHeld[i] = (x[i] <= low[i] && gradient[i] > 0) || (x[i] >= high[i] && gradient[i] < 0);
        }
        double[] direction = new double[n];
        for (int i = 0; i < n; i++) {
            if (!isHeld[i]) {
                for (int j = 0; j < n; j++) {
                    direction[i] -= isHeld[j] ? 0 : h[i][j] * gradient[j];
                }
            }
        }
        return direction;
    }

    /**
     * Updates the inverse Hessian by equation 6.17. False, and nothing is changed, when the curvature along the step is not
     * positive.
     */
    private static boolean update(
            double[][] h, double[] x, double[] next, double[] gradient, double[] nextGradient, boolean scaled) {
        int n = x.length;
        double[] s = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            s[i] = next[i] - x[i];
            y[i] = nextGradient[i] - gradient[i];
        }
        double curvature = dot(s, y);
        if (!(curvature > SMALL_CURVATURE)) {
            return false;
        }
        if (!scaled) {
            // Equation 6.20: the scale of the function along the first step.
            double scale = curvature / dot(y, y);
            for (int i = 0; i < n; i++) {
                Arrays.fill(h[i], 0);
                h[i][i] = scale;
            }
        }
        double[] hy = new double[n];
        for (int i = 0; i < n; i++) {
            hy[i] = dot(h[i], y);
        }
        double factor = (1 + dot(y, hy) / curvature) / curvature;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                h[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
            }
        }
        return true;
    }

    private static double[][] identity(int n) {
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = 1;
        }
        return h;
    }

    /** The largest absolute value. */
    private static double largest(double[] v) {
        double largest = 0;
        for (double element : v) {
            largest = Math.max(largest, Math.abs(element));
        }
        return largest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
