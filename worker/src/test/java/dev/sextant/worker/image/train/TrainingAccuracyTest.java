package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.layer.TrainingScore;
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

/** On a head, a network trained from scratch, and a backbone in fine-tuning. */
class TrainingAccuracyTest {
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
                Map.of("backbone", "residual"),
                Map.of("backbone", "residual", "weight_average", 0.5, "focal_gamma", 2.0),
                Map.of("image_size", 16L, "filters", 4L),
                Map.of("image_size", 16L, "filters", 4L, "focal_gamma", 2.0),
                Map.of("backbone", "residual", "fine_tuning", true, "head_epochs", 0L));
    }

    /** Without dropout and augmentation, training computes what prediction computes. */
    @ParameterizedTest
    @MethodSource("networks")
    void isTheAccuracyOfPredictionsIfNothingDiffersInTraining(Map<String, Object> given) throws Exception {
        TrainingTask task = task(given);
        int[] files = task.split().training();
        int[][] batches = EpochSteps.batches(files, 7);
        try (ActivePhase phase = task.begin(task.phase(1))) {
            double before = accuracy(task, phase.learner().probabilities(1, files), files);
            double hits = 0;
            try (Learner.Steps steps = phase.learner().steps(1, batches, task.targets(), 1)) {
                for (int[] batch : batches) {
                    hits += steps.take(0).accuracy() * batch.length;
                }
            }
            assertThat(hits / files.length).isCloseTo(before, within(1e-9)).isStrictlyBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void ofAnEpochIsTheMeanOverItsImages(Map<String, Object> given) throws Exception {
        TrainingTask task = task(given);
        int epoch = 1;
        long seed = TrialSeeds.seed(task.seed(), epoch);
        int[][] batches = EpochSteps.batches(
                TrialSeeds.shuffled(task.split().training(), seed),
                task.settings().optimizer().batchSize());
        double hits = 0;
        double images = 0;
        try (ActivePhase phase = task.begin(task.phase(1));
                Learner.Steps steps = phase.learner().steps(epoch, batches, task.targets(), seed)) {
            for (int step = 0; step < batches.length; step++) {
                TrainingScore score = steps.take(phase.rate((step + 0.5) / batches.length));
                hits += score.accuracy() * batches[step].length;
                images += batches[step].length;
            }
        }
        assertThat(batches[batches.length - 1]).as("a smaller last batch").hasSizeLessThan(batches[0].length);
        try (ImageClassifierTrainer trainer =
                new ImageClassifierTrainer(task(given), task(given).beginAfter(0))) {
            assertThat(trainer.train(epoch).get("train_accuracy")).isCloseTo(hits / images, within(1e-9));
        }
    }

    private static double accuracy(TrainingTask task, float[][] probabilities, int[] files) {
        return ClassificationMetrics.of(probabilities, task.data().labels(files))
                .get("accuracy");
    }

    private static TrainingTask task(Map<String, Object> given) throws Exception {
        Map<String, Object> all = new TreeMap<>(given);
        all.put("hidden_size", 8L);
        all.put("dropout", 0.0);
        all.put("batch_size", 16L);
        if (given.containsKey("backbone")) {
            all.put("backbone", backbone.toString());
        }
        TrialContext context = Trials.context(
                work, Trials.settings(data, all), 3, "cpu", List.of(8), new ImageClassifierFactory().revision());
        return TrainingTask.prepare(ClassifierSettings.of(context.settings()), context);
    }
}
