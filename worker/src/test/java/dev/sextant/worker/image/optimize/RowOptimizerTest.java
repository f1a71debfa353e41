package dev.sextant.worker.image.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowOptimizerTest {
    private static final int IMAGES = 8;

    private final float[] left = Arrays.copyOf(OptimizerTest.BEGIN, 1);
    private final float[] right = Arrays.copyOfRange(OptimizerTest.BEGIN, 1, 4);
    private final float[] leftGradient = new float[1];
    private final float[] rightGradient = new float[3];

    private RowOptimizer optimizer(Map<String, Object> given) {
        return new RowOptimizer(
                OptimizerTest.settings(given),
                List.of(
                        new RowOptimizer.Row(left, leftGradient, WeightBlock.Use.TRAINED, true),
                        new RowOptimizer.Row(right, rightGradient, WeightBlock.Use.TRAINED, true)));
    }

    private void take(RowOptimizer optimizer, int step) {
        float[] mean = OptimizerTest.GRADIENTS[step];
        leftGradient[0] = IMAGES * mean[0];
        for (int i = 0; i < 3; i++) {
            rightGradient[i] = IMAGES * mean[i + 1];
        }
        optimizer.step(IMAGES, OptimizerTest.RATES[step]);
    }

    private double[] weights() {
        return new double[] {left[0], right[0], right[1], right[2]};
    }

    @ParameterizedTest
    @MethodSource("dev.sextant.worker.image.optimize.OptimizerTest#rules")
    void matchesNumPy(Map<String, Object> given, double[] expected) {
        RowOptimizer optimizer = optimizer(given);
        for (int step = 0; step < OptimizerTest.RATES.length; step++) {
            take(optimizer, step);
        }
        assertThat(optimizer.steps()).isEqualTo(3);
        assertThat(weights()).containsExactly(expected, within(2e-6));
    }

    @ParameterizedTest
    @MethodSource("dev.sextant.worker.image.optimize.OptimizerTest#rules")
    void resumesFromItsStateToTheBit(Map<String, Object> given, double[] expected) throws IOException {
        RowOptimizer first = optimizer(given);
        take(first, 0);
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        first.write(new DataOutputStream(state));
        float[] keptLeft = left.clone();
        float[] keptRight = right.clone();
        take(first, 1);
        double[] whole = weights();
        System.arraycopy(keptLeft, 0, left, 0, 1);
        System.arraycopy(keptRight, 0, right, 0, 3);
        RowOptimizer second = optimizer(given);
        second.read(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
        take(second, 1);
        assertThat(weights()).isEqualTo(whole);
    }

    @Test
    void subtractsStepsOfStatisticsAndKeepsFrozenWeights() {
        float[] measured = {1, 2};
        float[] frozen = {3};
        RowOptimizer optimizer = new RowOptimizer(
                OptimizerTest.settings(Map.of("optimizer", "adamw", "gradient_clip", 0.1)),
                List.of(
                        new RowOptimizer.Row(measured, new float[] {0.5f, -1}, WeightBlock.Use.STATISTICS, false),
                        new RowOptimizer.Row(frozen, new float[] {9}, WeightBlock.Use.FROZEN, true)));
        optimizer.step(IMAGES, 0.1);
        assertThat(measured).containsExactly(0.5f, 3);
        assertThat(frozen).containsExactly(3);
    }

    @Test
    void rejectsTheStateOfAnotherKind() throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        optimizer(Map.of("optimizer", "adam")).write(new DataOutputStream(state));
        assertThatThrownBy(() -> optimizer(Map.of("optimizer", "sgd"))
                        .read(new DataInputStream(new ByteArrayInputStream(state.toByteArray()))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("8 values");
    }
}
