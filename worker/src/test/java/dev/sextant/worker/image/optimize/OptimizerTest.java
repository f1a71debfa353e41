package dev.sextant.worker.image.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OptimizerTest {
    static final float[] BEGIN = {0.5f, -1.25f, 2, 0.125f};
    static final float[][] GRADIENTS = {{0.2f, -0.4f, 1, 0}, {0.1f, 0.3f, -0.5f, 2}, {-0.7f, 0.25f, 0, 0.5f}};
    static final double[] RATES = {0.1, 0.05, 0.2};

    /**
     * Expected values: NumPy in double precision, with the formulas of PyTorch's SGD and of the Adam and AdamW
     * papers.
     */
    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        Map.of("optimizer", "sgd", "momentum", 0.0),
                        new double[] {0.61331173, -1.270699334, 1.918206898, -0.075237063}),
                Arguments.of(
                        Map.of("optimizer", "sgd", "momentum", 0.9, "nesterov", false),
                        new double[] {0.55392973, -1.241935334, 1.801296898, -0.435237063}),
                Arguments.of(
                        Map.of("optimizer", "sgd", "momentum", 0.9),
                        new double[] {0.663421912, -1.267374698, 1.745667808, -0.579057063}),
                Arguments.of(
                        Map.of("optimizer", "adam"),
                        new double[] {0.429385878, -1.181541712, 1.83884614, -0.154864218}),
                Arguments.of(
                        Map.of("optimizer", "adamw"), new double[] {0.429883206, -1.186247, 1.838790866, -0.055176839}),
                Arguments.of(
                        Map.of("optimizer", "sgd", "momentum", 0.0, "gradient_clip", 1.0),
                        new double[] {0.617647434, -1.266383353, 1.913910641, -0.0232875}));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void matchesNumPy(Map<String, Object> given, double[] expected) {
        INDArray weights = Nd4j.create(BEGIN.clone());
        INDArray gradient = Nd4j.zeros(4);
        List<WeightBlock> blocks = List.of(new WeightBlock(0, 4, WeightBlock.Use.TRAINED, 1, true));
        try (Optimizer optimizer = new Optimizer(settings(given), blocks, weights, gradient)) {
            for (int step = 0; step < RATES.length; step++) {
                take(optimizer, gradient, step, 8);
            }
            assertThat(optimizer.steps()).isEqualTo(3);
        }
        assertThat(weights.toDoubleVector()).containsExactly(expected, within(2e-6));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void resumesFromItsStateToTheBit(Map<String, Object> given, double[] expected) throws IOException {
        List<WeightBlock> blocks = List.of(
                new WeightBlock(0, 1, WeightBlock.Use.TRAINED, 1, true),
                new WeightBlock(1, 4, WeightBlock.Use.TRAINED, 0.5, false));
        INDArray weights = Nd4j.create(BEGIN.clone());
        INDArray gradient = Nd4j.zeros(4);
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        INDArray half;
        try (Optimizer optimizer = new Optimizer(settings(given), blocks, weights, gradient)) {
            take(optimizer, gradient, 0, 1);
            take(optimizer, gradient, 1, 1);
            half = weights.dup();
            optimizer.write(new DataOutputStream(state));
            take(optimizer, gradient, 2, 1);
        }
        try (Optimizer optimizer = new Optimizer(settings(given), blocks, half, gradient)) {
            optimizer.read(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
            take(optimizer, gradient, 2, 1);
        }
        assertThat(half.toFloatVector()).containsExactly(weights.toFloatVector());
        assertThat(weights.toFloatVector()).doesNotContain(0);
    }

    /** Settings of plain gradient descent. */
    private static Map<String, Object> plain(Map<String, Object> given) {
        Map<String, Object> all = new java.util.TreeMap<>(given);
        all.put("optimizer", "sgd");
        all.put("momentum", 0.0);
        return all;
    }

    /** Sets the gradient of a summed loss and takes a step. */
    private static void take(Optimizer optimizer, INDArray gradient, int step, int images) {
        gradient.assign(Nd4j.create(GRADIENTS[step]).mul(images));
        optimizer.step(images, RATES[step]);
    }

    @Test
    void treatsEachBlockByItsUse() {
        INDArray weights = Nd4j.create(new float[] {1, 1, 1, 1, 1});
        INDArray gradient = Nd4j.create(new float[] {8, 8, 8, 8, 8});
        List<WeightBlock> blocks = List.of(
                new WeightBlock(0, 1, WeightBlock.Use.TRAINED, 1, true),
                new WeightBlock(1, 2, WeightBlock.Use.TRAINED, 1, false),
                new WeightBlock(2, 3, WeightBlock.Use.TRAINED, 0.5, false),
                new WeightBlock(3, 4, WeightBlock.Use.STATISTICS, 1, true),
                new WeightBlock(4, 5, WeightBlock.Use.FROZEN, 0, true));
        try (Optimizer optimizer =
                new Optimizer(settings(plain(Map.of("weight_decay", 0.5))), blocks, weights, gradient)) {
            optimizer.step(4, 0.1);
        }
        // 1 * (1 - 0.1 * 0.5) - 0.1 * 2; 1 - 0.1 * 2; 1 - 0.05 * 2; 1 - 8; 1
        assertThat(weights.toDoubleVector()).containsExactly(new double[] {0.75, 0.8, 0.9, -7, 1}, within(1e-6));
    }

    @Test
    void clippingIgnoresStatistics() {
        INDArray weights = Nd4j.zeros(2);
        INDArray gradient = Nd4j.create(new float[] {3, 1000});
        List<WeightBlock> blocks = List.of(
                new WeightBlock(0, 1, WeightBlock.Use.TRAINED, 1, false),
                new WeightBlock(1, 2, WeightBlock.Use.STATISTICS, 1, false));
        try (Optimizer optimizer = new Optimizer(
                settings(plain(Map.of("gradient_clip", 4.0, "weight_decay", 0.0))), blocks, weights, gradient)) {
            optimizer.step(1, 1);
        }
        assertThat(weights.toDoubleVector()).containsExactly(-3, -1000);
    }

    @Test
    void rejectsBlocksWithGaps() {
        assertThatThrownBy(() -> new Optimizer(
                        settings(Map.of()),
                        List.of(new WeightBlock(1, 4, WeightBlock.Use.TRAINED, 1, true)),
                        Nd4j.zeros(4),
                        Nd4j.zeros(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must begin at 0");
    }

    static OptimizerSettings settings(Map<String, Object> given) {
        TreeMap<String, Object> all = new TreeMap<>(Map.of("weight_decay", 0.01));
        all.putAll(given);
        return OptimizerSettings.of(Settings.withDefaults(
                Stream.concat(OptimizerSettings.DECLARED.stream(), ScheduleSettings.DECLARED.stream())
                        .toList(),
                all));
    }
}
