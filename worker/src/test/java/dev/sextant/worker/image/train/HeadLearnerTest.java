package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.head.Head;
import dev.sextant.worker.image.head.HeadSettings;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.optimize.RowOptimizer;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

class HeadLearnerTest {
    private static final int IMAGES = 13;
    private static final int FEATURES = 10;
    private static final double[] WEIGHTS = {0.5, 1, 2, 1.5};

    private final Random random = new Random(7);

    static Stream<Map<String, Object>> heads() {
        Stream<Map<String, Object>> activations = Stream.of(
                        "relu", "leaky_relu", "elu", "selu", "gelu", "swish", "tanh", "sigmoid")
                .map(activation -> Map.of("activation", activation, "layers", 2L));
        return Stream.concat(
                activations,
                Stream.of(
                        Map.of("layers", 0L),
                        Map.of("layers", 1L, "hidden_size", 70L),
                        Map.of("layers", 2L, "batch_norm", true, "activation", "tanh"),
                        Map.of("class_weight", true),
                        Map.of("focal_gamma", 2.0, "class_weight", true),
                        Map.of("focal_gamma", 0.5)));
    }

    /** Heads are saved as Deeplearning4j networks, so both must compute the same. */
    @ParameterizedTest
    @MethodSource("heads")
    void computesTheSameAsDeeplearning4j(Map<String, Object> given) {
        HeadSettings settings = settings(given);
        double[] weights = settings.classWeight() ? WEIGHTS : new double[] {1, 1, 1, 1};
        ComputationGraphConfiguration saved = ClassifierNetwork.head(settings, FEATURES, WEIGHTS, 1);
        float[][] inputs = draw(IMAGES, FEATURES);
        float[][] targets = targets();
        Head head = new Head(settings, FEATURES, weights, 3, 1);
        try (TrainedNetwork network =
                new TrainedNetwork(saved, ClassifierNetwork.withFocalLoss(saved, settings, weights))) {
            float[] random = head.copyOfWeights();
            for (int i = 0; i < random.length; i++) {
                // Moves biases and batch normalization away from their initial values; variances stay above 0.
                random[i] += 0.3f * this.random.nextFloat();
            }
            head.setWeights(random);
            network.weights().assign(Nd4j.createFromArray(random).reshape(1, random.length));
            TrainingScore expected = network.computeGradient(Nd4j.create(inputs), Nd4j.create(targets));
            TrainingScore score = head.computeGradient(inputs, IMAGES, flat(targets), new SplittableRandom(1));
            assertThat(score.loss()).isCloseTo(expected.loss(), within(1e-5));
            assertThat(score.accuracy()).isEqualTo(expected.accuracy());
            assertThat(gradient(head)).containsExactly(network.gradient().toFloatVector(), within(2e-4f));
            float[][] expectedProbabilities = network.probabilities(Nd4j.create(inputs));
            float[][] probabilities = head.probabilities(inputs, IMAGES);
            for (int m = 0; m < IMAGES; m++) {
                assertThat(probabilities[m]).containsExactly(expectedProbabilities[m], within(1e-5f));
            }
        }
    }

    @Test
    void dropsInputsInTrainingOnlyAndKeepsTheirMean() {
        Head head = new Head(settings(Map.of("layers", 0L, "dropout", 0.5)), 1, new double[] {1, 1}, 3, 1);
        // The input is the difference of the two logits.
        head.setWeights(new float[] {1, 0, 0, 0});
        int n = 4000;
        float[][] ones = new float[n][1];
        float[] targets = new float[2 * n];
        for (int m = 0; m < n; m++) {
            ones[m][0] = 1;
            targets[2 * m] = 1;
        }
        // Half of them are dropped and have a loss of ln 2, the others are doubled.
        double expected = 0.5 * Math.log(2) + 0.5 * Math.log(1 + Math.exp(-2));
        assertThat(head.computeGradient(ones, n, targets, new SplittableRandom(1))
                        .loss())
                .isCloseTo(expected, within(0.01));
        assertThat(head.probabilities(ones, n)[0][0]).isCloseTo((float) (1 / (1 + Math.exp(-1))), within(1e-6f));
    }

    /** Compares with finite differences of the loss, with the same inputs dropped. */
    @Test
    void gradientWithDropoutMatchesFiniteDifferences() {
        Head head =
                new Head(settings(Map.of("layers", 2L, "dropout", 0.4, "activation", "tanh")), FEATURES, WEIGHTS, 3, 1);
        float[][] inputs = draw(IMAGES, FEATURES);
        float[] targets = flat(targets());
        head.computeGradient(inputs, IMAGES, targets, new SplittableRandom(5));
        float[] gradient = gradient(head);
        float[] weights = head.copyOfWeights();
        float step = 1e-2f;
        for (int i = 0; i < weights.length; i += 7) {
            double up = lossAt(head, weights, i, step, inputs, targets);
            double down = lossAt(head, weights, i, -step, inputs, targets);
            assertThat(gradient[i] / IMAGES).isCloseTo((float) ((up - down) / (2 * step)), within(1e-3f));
        }
    }

    private static double lossAt(Head head, float[] weights, int i, float step, float[][] inputs, float[] targets) {
        float[] moved = weights.clone();
        moved[i] += step;
        head.setWeights(moved);
        return head.computeGradient(inputs, IMAGES, targets, new SplittableRandom(5))
                .loss();
    }

    private static HeadSettings settings(Map<String, Object> given) {
        Map<String, Object> all = new java.util.TreeMap<>(Map.of("hidden_size", 6L));
        all.putAll(given);
        return HeadSettings.of(Settings.withDefaults(ClassifierSettings.DECLARED, all));
    }

    private static float[] gradient(Head head) {
        float[] all = new float[head.copyOfWeights().length];
        int next = 0;
        for (RowOptimizer.Row row : head.rows()) {
            System.arraycopy(row.gradient(), 0, all, next, row.gradient().length);
            next += row.gradient().length;
        }
        return all;
    }

    private float[][] targets() {
        float[][] targets = new float[IMAGES][WEIGHTS.length];
        for (float[] row : targets) {
            java.util.Arrays.fill(row, 0.025f);
            row[random.nextInt(row.length)] += 0.9f;
        }
        return targets;
    }

    private float[][] draw(int n, int width) {
        float[][] drawn = new float[n][width];
        for (float[] row : drawn) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return drawn;
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int m = 0; m < rows.length; m++) {
            System.arraycopy(rows[m], 0, flat, m * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
