package dev.sextant.coordinator.search.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CholeskyTest {
    private static final double[][] A = {
        {4, 2, 0.6, 1, 0.3},
        {2, 5, 1.5, 0.2, 0.1},
        {0.6, 1.5, 3, 0.7, 0.9},
        {1, 0.2, 0.7, 6, 1.1},
        {0.3, 0.1, 0.9, 1.1, 2.5}
    };

    private static double[][] copy(double[][] matrix) {
        double[][] copy = matrix.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = copy[i].clone();
        }
        return copy;
    }

    /** Expected values: numpy 2.4.6, linalg.slogdet, linalg.solve and linalg.inv. */
    @Test
    void agreesWithNumpy() {
        Cholesky factor = Cholesky.of(copy(A), 5).orElseThrow();

        assertThat(factor.halfLogDeterminant()).isCloseTo(3.075141593234277, within(1e-13));
        assertThat(factor.solve(new double[] {1, 2, 3, 4, 5}))
                .containsExactly(
                        new double[] {
                            -0.1763075084076971,
                            0.34563154870765306,
                            0.25423518056323935,
                            0.3302808014518242,
                            1.7704834214190484
                        },
                        within(1e-9));
        double[][] inverse = factor.inverse();
        assertThat(inverse[0]).containsExactly(new double[] {0.32811465087757}, within(1e-13));
        assertThat(inverse[4])
                .containsExactly(
                        new double[] {
                            -0.019273109313778,
                            0.045138090392807,
                            -0.147742730758276,
                            -0.069869233695867,
                            0.484437095401102
                        },
                        within(1e-13));
        // The lower factor itself: its last row solves L v = e₅ with the last diagonal element alone.
        double[][] unit = {{0}, {0}, {0}, {0}, {1}};
        factor.solveLower(unit, 1);
        assertThat(unit[4][0]).isCloseTo(1 / 1.436750325655596, within(1e-13));
    }

    @Test
    void saysWhenAMatrixIsNotPositiveDefinite() {
        assertThat(Cholesky.of(new double[][] {{1, 2}, {2, 1}}, 2)).isEmpty();
        assertThat(Cholesky.of(new double[][] {{Double.NaN}}, 1)).isEmpty();
        assertThat(Cholesky.of(new double[][] {{Double.POSITIVE_INFINITY}}, 1)).isEmpty();
    }

    @Test
    void staysAsItWasWhenItCannotBeExtended() {
        Cholesky factor = Cholesky.of(copy(A), 5).orElseThrow();

        boolean extended = factor.extend(new double[][] {{4}, {2}, {0.6}, {1}, {0.3}}, new double[][] {{3}}, 1);

        assertThat(extended).isFalse();
        assertThat(factor.size()).isEqualTo(5);
        assertThat(factor.halfLogDeterminant()).isCloseTo(3.075141593234277, within(1e-13));
    }

    /** Any split of a random matrix into a first part and later rows, one by one or together. */
    @Property(tries = 200)
    void growsToWhatItWouldHaveBeenAtOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 23) int first,
            @ForAll @IntRange(min = 1, max = 9) int more,
            @ForAll boolean oneByOne) {
        int n = first + more;
        double[][] matrix = positiveDefinite(n, new SplittableRandom(seed));
        Cholesky whole = Cholesky.of(copy(matrix), n).orElseThrow();
        Cholesky start = Cholesky.of(copy(matrix), first).orElseThrow();
        double before = start.halfLogDeterminant();
        Cholesky grown = start.copy();

        int step = oneByOne ? 1 : more;
        for (int size = first; size < n; size += step) {
            double[][] beside = new double[size][step];
            double[][] corner = new double[step][step];
            for (int i = 0; i < step; i++) {
                for (int j = 0; j < size; j++) {
                    beside[j][i] = matrix[j][size + i];
                }
                System.arraycopy(matrix[size + i], size, corner[i], 0, step);
            }
            assertThat(grown.extend(beside, corner, step)).isTrue();
        }

        double[] right = new SplittableRandom(seed).doubles(n).toArray();
        assertThat(grown.solve(right)).containsExactly(whole.solve(right), within(1e-9));
        assertThat(grown.halfLogDeterminant()).isCloseTo(whole.halfLogDeterminant(), within(1e-9));
        assertThat(start.halfLogDeterminant()).isEqualTo(before);
    }

    @Property(tries = 100)
    void solvesAndInvertsAnySize(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int n) {
        double[][] matrix = positiveDefinite(n, new SplittableRandom(seed));
        Optional<Cholesky> factor = Cholesky.of(copy(matrix), n);
        double[][] inverse = factor.orElseThrow().inverse();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double product = 0;
                for (int k = 0; k < n; k++) {
                    product += matrix[i][k] * (k >= j ? inverse[k][j] : inverse[j][k]);
                }
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-8));
            }
        }
    }

    private static double[][] positiveDefinite(int n, SplittableRandom random) {
        double[][] root = new double[n][];
        for (int i = 0; i < n; i++) {
            root[i] = random.doubles(n, -1, 1).toArray();
        }
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    matrix[i][j] += root[i][k] * root[j][k];
                }
            }
            matrix[i][i] += 0.1;
        }
        return matrix;
    }
}
