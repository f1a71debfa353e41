package dev.sextant.worker.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class RectifierSlopeTest {
    private static final float[] CORNERS = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-40f,
        -1e-40f,
        1f,
        -1f,
        6f,
        Math.nextUp(6f),
        Math.nextDown(6f),
        -6f,
        7f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        Float.intBitsToFloat(0xffc00000),
        Float.intBitsToFloat(0x7fa00001),
        Float.intBitsToFloat(0x7fffffff),
        Float.intBitsToFloat(0xffffffff)
    };

    private enum Rectifier {
        RELU,
        RELU6;

        IActivation plain() {
            return this == RELU ? new ActivationReLU() : new ActivationReLU6();
        }

        IActivation faster() {
            return this == RELU ? new FasterReLU() : new FasterReLU6();
        }

        void isTheSameFor(INDArray values, INDArray gradient) {
            int[] expected =
                    Bits.of(plain().backprop(values.dup(), gradient.dup()).getFirst());
            assertThat(Bits.of(faster().backprop(values, gradient).getFirst())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void matchesNd4jForEveryPairOfCornerCases(Rectifier rectifier) {
        float[] values = new float[CORNERS.length * CORNERS.length];
        float[] gradient = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = CORNERS[i / CORNERS.length];
            gradient[i] = CORNERS[i % CORNERS.length];
        }
        rectifier.isTheSameFor(Nd4j.createFromArray(values), Nd4j.createFromArray(gradient));
    }

    @ParameterizedTest
    @EnumSource
    void matchesNd4jForAnyBits(Rectifier rectifier) {
        Random random = new Random(5);
        for (int length : new int[] {1, 7, 2048, 2049, 100_003}) {
            rectifier.isTheSameFor(patterns(random, length), patterns(random, length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void worksOnViewsOfLargerArrays(Rectifier rectifier) {
        INDArray whole = Nd4j.linspace(-4, 9, 5 * 3 * 4 * 2).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
        INDArray values = whole.reshape(5, 3, 4, 2).get(NDArrayIndex.interval(1, 3));
        int[] before = Bits.of(whole);
        INDArray gradient = Nd4j.linspace(1, 2, 6 * 3 * 4 * 2)
                .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
                .reshape(6, 3, 4, 2)
                .get(NDArrayIndex.interval(3, 5));
        rectifier.isTheSameFor(values, gradient);
        int[] after = Bits.of(whole);
        assertThat(after).isNotEqualTo(before);
        for (int i = 0; i < after.length; i++) {
            if (i < 24 || i >= 72) {
                assertThat(after[i]).isEqualTo(before[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void matchesNd4jForAnyMemoryLayout(Rectifier rectifier) {
        Random random = new Random(6);
        INDArray channelsFirst = patterns(random, 2 * 3 * 4 * 5).reshape(2, 3, 4, 5);
        INDArray channelsLast =
                patterns(random, 2 * 3 * 4 * 5).reshape(2, 4, 5, 3).permute(0, 3, 1, 2);
        INDArray columns = patterns(random, 2 * 3 * 4 * 10)
                .reshape(2, 3, 4, 10)
                .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(2, 7));
        INDArray fortran = channelsFirst.dup('f');
        for (INDArray gradient : new INDArray[] {channelsFirst, channelsLast, columns, fortran}) {
            rectifier.isTheSameFor(patterns(random, 2 * 3 * 4 * 5).reshape(2, 3, 4, 5), gradient);
            rectifier.isTheSameFor(
                    patterns(random, 2 * 3 * 4 * 5).reshape(2, 4, 5, 3).permute(0, 3, 1, 2), gradient);
        }
    }

    private static INDArray patterns(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            // Half of the values are near the bounds, which are rare among all bit patterns.
            values[i] = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextFloat() * 12 - 3;
        }
        return Nd4j.createFromArray(values);
    }
}
