package dev.sextant.worker.image.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MatrixProductsTest {
    private final Random random = new Random(3);

    private float[][] draw(int rows, int columns) {
        float[][] drawn = new float[rows][columns];
        for (float[] row : drawn) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextFloat() - 0.5f;
            }
        }
        return drawn;
    }

    @Test
    void followsTheDefinition() {
        for (int[] shape : new int[][] {{1, 1, 1}, {3, 4, 5}, {7, 9, 20}, {8, 17, 66}}) {
            int n = shape[0];
            int inner = shape[1];
            int width = shape[2];
            float[][] a = draw(n, inner);
            float[][] b = draw(inner, width);
            float[][] product = new float[n][width];
            new MatrixProducts(1).addProduct(a, n, b, product);
            float[][] columns = new float[width][inner];
            MatrixProducts.transpose(b, columns);
            float[][] dots = new float[n][width];
            new MatrixProducts(1).addDotProducts(a, n, columns, dots);
            float[][] rowsOfA = new float[inner][n];
            MatrixProducts.transpose(a, rowsOfA);
            float[][] transposed = new float[n][width];
            new MatrixProducts(1).transposedProduct(rowsOfA, b, inner, transposed);
            for (int m = 0; m < n; m++) {
                for (int j = 0; j < width; j++) {
                    double expected = 0;
                    for (int k = 0; k < inner; k++) {
                        expected += (double) a[m][k] * b[k][j];
                    }
                    assertThat(product[m][j]).isCloseTo((float) expected, within(1e-5f));
                    assertThat(dots[m][j]).isCloseTo((float) expected, within(1e-5f));
                    assertThat(transposed[m][j]).isCloseTo((float) expected, within(1e-5f));
                }
            }
        }
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        float[][] a = draw(97, 211);
        float[][] b = draw(211, 307);
        float[][] alone = new float[97][307];
        float[][] together = new float[97][307];
        new MatrixProducts(1).addProduct(a, 97, b, alone);
        new MatrixProducts(3).addProduct(a, 97, b, together);
        assertThat(together).isDeepEqualTo(alone);
        float[][] c = draw(97, 307);
        float[][] aloneTransposed = new float[211][307];
        float[][] togetherTransposed = new float[211][307];
        new MatrixProducts(1).transposedProduct(a, c, 97, aloneTransposed);
        new MatrixProducts(3).transposedProduct(a, c, 97, togetherTransposed);
        assertThat(togetherTransposed).isDeepEqualTo(aloneTransposed);
    }
}
