package dev.sextant.coordinator.search.linalg;

import java.util.Arrays;
import java.util.Optional;

/**
 * The Cholesky factor L, lower triangular, of a symmetric positive definite matrix A = L Lᵀ. It can be extended by rows.
 * Not thread-safe.
 *
 * <p>Inner loops subtract multiples of up to four rows from another row, in a fixed order. They run over long vectors and
 * need no sums along a row.
 */
public final class Cholesky {
    private static final int ROWS_AT_ONCE = 4;

    /** Rows of L: row i has the elements 0 to i. */
    private double[][] rows;

    private int size;

    private Cholesky(double[][] rows, int size) {
        this.rows = rows;
        this.size = size;
    }

    /**
     * Factors a matrix; empty when it is not positive definite in double precision.
     *
     * @param a [n][n], of which the upper triangle is read; overwritten
     * @param n at least 1
     */
    public static Optional<Cholesky> of(double[][] a, int n) {
        for (int k = 0; k < n; k += ROWS_AT_ONCE) {
            int end = Math.min(n, k + ROWS_AT_ONCE);
            for (int i = k; i < end; i++) {
                double[] row = a[i];
                for (int above = k; above < i; above++) {
                    subtract(row, a[above], a[above][i], i, n);
                }
                if (!(row[i] > 0) || row[i] == Double.POSITIVE_INFINITY) {
                    return Optional.empty();
                }
                double scale = 1 / Math.sqrt(row[i]);
                for (int j = i; j < n; j++) {
                    row[j] *= scale;
                }
            }
            if (end < n) {
                double[] r0 = a[k];
                double[] r1 = a[k + 1];
                double[] r2 = a[k + 2];
                double[] r3 = a[k + 3];
                for (int i = end; i < n; i++) {
                    subtract(a[i], r0, r0[i], r1, r1[i], r2, r2[i], r3, r3[i], i, n);
                }
            }
        }
        double[][] lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[i + 1];
            for (int k = 0; k <= i; k++) {
                lower[i][k] = a[k][i];
            }
        }
        return Optional.of(new Cholesky(lower, n));
    }

    /** Number n of rows. */
    int size() {
        return size;
    }

    /** A copy that can be extended independently. */
    public Cholesky copy() {
        // The rows are shared: they are never changed.
        return new Cholesky(Arrays.copyOf(rows, size), size);
    }

    /** ½ ln det A = Σ ln L_ii. */
    public double halfLogDeterminant() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.log(rows[i][i]);
        }
        return sum;
    }

    /**
     * Extends the factor to that of the matrix [A B; Bᵀ C], in O(n² p) (Osborne, Bayesian Gaussian processes for sequential
     * prediction, optimisation and quadrature, 2010, appendix B).
     *
     * @param b B, [n][p]; overwritten
     * @param c C, [p][p], of which the upper triangle is read; overwritten
     * @param p number of rows to add, at least 1
     * @return false, and the factor is unchanged, when the larger matrix is not positive definite in double precision
     */
    public boolean extend(double[][] b, double[][] c, int p) {
        solveLower(b, p);
        for (int i = 0; i < p; i++) {
            double[] target = c[i];
            int k = 0;
            for (; k + 3 < size; k += ROWS_AT_ONCE) {
                double[] b0 = b[k];
                double[] b1 = b[k + 1];
                double[] b2 = b[k + 2];
                double[] b3 = b[k + 3];
                subtract(target, b0, b0[i], b1, b1[i], b2, b2[i], b3, b3[i], i, p);
            }
            for (; k < size; k++) {
                subtract(target, b[k], b[k][i], i, p);
            }
        }
        Optional<Cholesky> cornerFactor = of(c, p);
        cornerFactor.ifPresent(corner -> {
            double[][] extended = Arrays.copyOf(rows, size + p);
            for (int i = 0; i < p; i++) {
                double[] row = new double[size + i + 1];
                for (int k = 0; k < size; k++) {
                    row[k] = b[k][i];
                }
                System.arraycopy(corner.rows[i], 0, row, size, i + 1);
                extended[size + i] = row;
            }
            rows = extended;
            size += p;
        });
        return cornerFactor.isPresent();
    }

    /**
     * Solves L V = B for many right-hand sides at once.
     *
     * @param b B, [n][width]; overwritten by V
     * @param width number of columns
     */
    public void solveLower(double[][] b, int width) {
        for (int i = 0; i < size; i++) {
            double[] row = rows[i];
            double[] target = b[i];
            int k = 0;
            for (; k + 3 < i; k += ROWS_AT_ONCE) {
                subtract(
                        target,
                        b[k],
                        row[k],
                        b[k + 1],
                        row[k + 1],
                        b[k + 2],
                        row[k + 2],
                        b[k + 3],
                        row[k + 3],
                        0,
                        width);
            }
            for (; k < i; k++) {
                subtract(target, b[k], row[k], 0, width);
            }
            double scale = 1 / row[i];
            for (int j = 0; j < width; j++) {
                target[j] *= scale;
            }
        }
    }

    /**
     * Solves A x = b.
     *
     * @param b [n]
     * @return x, [n]
     */
    public double[] solve(double[] b) {
        double[] x = Arrays.copyOf(b, size);
        for (int i = 0; i < size; i++) {
            double[] row = rows[i];
            double sum = x[i];
            for (int k = 0; k < i; k++) {
                sum -= row[k] * x[k];
            }
            x[i] = sum / row[i];
        }
        for (int i = size - 1; i >= 0; i--) {
            double[] row = rows[i];
            double value = x[i] / row[i];
            x[i] = value;
            subtract(x, row, value, 0, i);
        }
        return x;
    }

    /** The lower triangle of A⁻¹: row i has the elements 0 to i. */
    public double[][] inverse() {
        int n = size;
        // W = L⁻¹, lower triangular, row by row; A⁻¹ = WᵀW.
        double[][] w = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] row = rows[i];
            double[] target = new double[n];
            target[i] = 1;
            int k = 0;
            for (; k + 3 < i; k += ROWS_AT_ONCE) {
                subtract(
                        target,
                        w[k],
                        row[k],
                        w[k + 1],
                        row[k + 1],
                        w[k + 2],
                        row[k + 2],
                        w[k + 3],
                        row[k + 3],
                        0,
                        k + 4);
            }
            for (; k < i; k++) {
                subtract(target, w[k], row[k], 0, k + 1);
            }
            double scale = 1 / row[i];
            for (int j = 0; j <= i; j++) {
                target[j] *= scale;
            }
            w[i] = target;
        }
        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] target = new double[i + 1];
            int k = i;
            for (; k + 3 < n; k += ROWS_AT_ONCE) {
                subtract(
                        target,
                        w[k],
                        -w[k][i],
                        w[k + 1],
                        -w[k + 1][i],
                        w[k + 2],
                        -w[k + 2][i],
                        w[k + 3],
                        -w[k + 3][i],
                        0,
                        i + 1);
            }
            for (; k < n; k++) {
                subtract(target, w[k], -w[k][i], 0, i + 1);
            }
            inverse[i] = target;
        }
        return inverse;
    }

    private static void subtract(double[] target, double[] row, double factor, int from, int to) {
        for (int j = from; j < to; j++) {
            target[j] -= factor * row[j];
        }
    }

    private static void subtract(
            double[] target,
            double[] r0,
            double f0,
            double[] r1,
            double f1,
            double[] r2,
            double f2,
            double[] r3,
            double f3,
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            target[j] -= f0 * r0[j] + f1 * r1[j] + (f2 * r2[j] + f3 * r3[j]);
        }
    }
}
