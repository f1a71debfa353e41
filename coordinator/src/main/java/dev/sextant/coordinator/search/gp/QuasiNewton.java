package dev.sextant.coordinator.search.gp;

import java.util.Arrays;

/**
 * Minimises a smooth function inside a box: BFGS with a backtracking line search (Nocedal and Wright, Numerical
 * Optimization, 2nd edition, algorithms 6.1 and 3.1), steps cut off at the bounds, and no move along a bound's normal
 * while the function falls outwards.
 */
final class QuasiNewton {
    private static final double ENOUGH_DECREASE = 1e-4;
    /** No first step is longer than this in any coordinate: the scale of the function is not known yet. */
    private static final double FIRST_STEP = 0.5;

    private static final double LONGEST_STEP = 2;
    private static final double SMALL_GRADIENT = 1e-3;
    private static final double SMALL_GAIN = 1e-5;

    private QuasiNewton() {}

    interface Function {
        /**
         * The value at a point, +∞ where it cannot be computed.
         *
         * @param gradient overwritten where the value is finite
         */
        double at(double[] x, double[] gradient);
    }

    /**
     * The best point found.
     *
     * @param evaluations of the function at most
     */
    static double[] minimum(Function function, double[] start, double[] low, double[] high, int evaluations) {
        int n = start.length;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(low[i], Math.min(high[i], start[i]));
        }
        double[] gradient = new double[n];
        double value = function.at(x, gradient);
        int left = evaluations - 1;
        double[][] inverseHessian = identity(n, 1);
        boolean scaled = false;
        while (left > 0 && value < Double.POSITIVE_INFINITY) {
            double[] direction = direction(inverseHessian, gradient, x, low, high);
            double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                if (!scaled) {
                    break;
                }
                inverseHessian = identity(n, 1);
                scaled = false;
                continue;
            }
            double longest = largest(direction);
            double step = Math.min(1, (scaled ? LONGEST_STEP : FIRST_STEP) / longest);
            double[] next = new double[n];
            double[] nextGradient = new double[n];
            double nextValue = Double.POSITIVE_INFINITY;
            while (left > 0) {
                for (int i = 0; i < n; i++) {
                    next[i] = Math.max(low[i], Math.min(high[i], x[i] + step * direction[i]));
                }
                nextValue = function.at(next, nextGradient);
                left--;
                if (nextValue <= value + ENOUGH_DECREASE * step * slope) {
                    break;
                }
                // The minimum of the parabola through what is known, within bounds.
                double parabola = -slope * step / (2 * ((nextValue - value) / step - slope));
                step = parabola > 0.1 * step && parabola < 0.5 * step ? parabola : 0.3 * step;
                if (step * longest < 1e-6) {
                    return x;
                }
            }
            if (!(nextValue < value)) {
                break;
            }
            double gain = value - nextValue;
            scaled = update(inverseHessian, x, next, gradient, nextGradient, scaled) || scaled;
            x = next;
            value = nextValue;
            gradient = nextGradient;
            if (gain < SMALL_GAIN * (1 + Math.abs(value)) || largest(gradient) < SMALL_GRADIENT) {
                break;
            }
        }
        return x;
    }

    private static double[] direction(double[][] h, double[] gradient, double[] x, double[] low, double[] high) {
        int n = x.length;
        boolean[] stuck = new boolean[n];
        for (int i = 0; i < n; i++) {
            stuck[i] = (x[i] <= low[i] && gradient[i] > 0) || (x[i] >= high[i] && gradient[i] < 0);
        }
        double[] direction = new double[n];
        for (int i = 0; i < n; i++) {
            if (!stuck[i]) {
                for (int j = 0; j < n; j++) {
                    direction[i] -= stuck[j] ? 0 : h[i][j] * gradient[j];
                }
            }
        }
        return direction;
    }

    /** Equation 6.17; left out where the curvature along the step is not positive. */
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
        if (!(curvature > 1e-10)) {
            return false;
        }
        if (!scaled) {
            // Equation 6.20.
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

    private static double[][] identity(int n, double scale) {
        double[][] h = new double[n][n];
        for (int i = 0; i < n; i++) {
            h[i][i] = scale;
        }
        return h;
    }

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
