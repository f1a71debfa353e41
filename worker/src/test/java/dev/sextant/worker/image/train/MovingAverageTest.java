package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.input.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** On a head, a network trained from scratch, and a backbone with statistics of batch normalization. */
class MovingAverageTest {
    /** Largest decay; that of steps 0 to 4 is lower. */
    private static final double DECAY = 0.4;

    @TempDir
    static Path work;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 12);
        backbone = ResidualBackbone.write(work.resolve("backbones"));
    }

    static Stream<Map<String, Object>> networks() {
        return Stream.of(
                Map.of("backbone", "residual", "dropout", 0.3),
                Map.of("image_size", 16L, "filters", 4L),
                Map.of("backbone", "residual", "fine_tuning", true, "head_epochs", 0L, "freeze_batch_norm", false));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void predictsWithTheAverageAndTrainsOnFromTheWeights(Map<String, Object> given) throws Exception {
        TrainingTask task = task(given, 0);
        int[] files = task.split().training();
        int[][] batches = EpochSteps.batches(files, 7);
        try (ActivePhase plain = task.begin(task.phase(1));
                ActivePhase averaged = task(given, DECAY).begin(task.phase(1))) {
            float[] expected = weights(plain.learner());
            int steps = 0;
            for (int epoch = 1; epoch <= 3; epoch++) {
                try (Learner.Steps one = plain.learner().steps(epoch, batches, task.targets(), epoch)) {
                    for (int step = 0; step < batches.length; step++) {
                        one.take(0.05);
                        double kept = Math.min(DECAY, (1.0 + steps) / (10.0 + steps));
                        float[] now = weights(plain.learner());
                        for (int i = 0; i < now.length; i++) {
                            expected[i] = (float) (kept * expected[i] + (1 - kept) * now[i]);
                        }
                        steps++;
                    }
                }
                takeSteps(averaged.learner(), epoch, batches, task.targets());
                assertThat(weights(averaged.learner())).containsExactly(expected, within(1e-5f));
                // Predictions in between change no weights: the next epoch would show it.
                float[][] probabilities = averaged.learner().probabilities(epoch, files);
                assertThat(probabilities).isNotEqualTo(plain.learner().probabilities(epoch, files));
                assertThat(probabilities).isDeepEqualTo(withWeights(plain.learner(), averaged.learner(), epoch, files));
            }
        }
    }

    private static void takeSteps(Learner learner, int epoch, int[][] batches, Targets targets) throws Exception {
        try (Learner.Steps steps = learner.steps(epoch, batches, targets, epoch)) {
            for (int step = 0; step < batches.length; step++) {
                steps.take(0.05);
            }
        }
    }

    /** Returns what one learner predicts with the weights of another one, and leaves its own weights as they were. */
    private static float[][] withWeights(Learner learner, Learner other, int epoch, int[] files) throws Exception {
        try (INDArray own = learner.copyOfWeights();
                INDArray weights = other.copyOfWeights()) {
            learner.setWeights(weights);
            float[][] probabilities = learner.probabilities(epoch, files);
            learner.setWeights(own);
            return probabilities;
        }
    }

    private static float[] weights(Learner learner) {
        try (INDArray weights = learner.copyOfWeights()) {
            return weights.reshape(weights.length()).toFloatVector();
        }
    }

    private static TrainingTask task(Map<String, Object> given, double decay) throws Exception {
        Nd4j.getRandom().setSeed(1);
        Map<String, Object> all = new TreeMap<>(given);
        all.put("weight_average", decay);
        all.put("hidden_size", 8L);
        if (given.containsKey("backbone")) {
            all.put("backbone", backbone.toString());
        }
        TrialContext context = Trials.context(
                work, Trials.settings(data, all), 3, "cpu", List.of(8), new ImageClassifierFactory().revision());
        return TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
    }
}
