package dev.sextant.coordinator.refit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.coordinator.spark.SparkCluster;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.refit.Refit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deeplearning4j's Spark module at work in a real Spark application, beside our own training of the same. */
class SparkAveragingTest {
    private static final int EPOCHS = 4;

    @TempDir
    static Path work;

    private static Path images;
    private static Path backbone;
    private static SparkCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        images = Shapes.draw(work.resolve("shapes"), 24);
        backbone = Shapes.backbone(work.resolve("backbone"));
        StudySpec spec = new StudySpec(
                "shapes",
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                new TrainerSpec("image-classifier", new TreeMap<>()),
                new SearchSpace(
                        List.of(new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()))),
                new Fidelity(1, EPOCHS, 3),
                new SearchSettings("random", 1),
                new Budget(
                        OptionalInt.of(1),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalDouble.empty()),
                List.of(),
                new ClusterSettings(2, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
        cluster = SparkCluster.start(spec, Optional.of("local[2]"), work);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static TrialContext context(Map<String, ?> given) throws Exception {
        ImageClassifierFactory factory = new ImageClassifierFactory();
        TreeMap<String, Object> all = new TreeMap<>(Map.of(
                "data", images.toString(), "image_size", 12L, "batch_size", 8L, "hidden_size", 6L, "filters", 3L));
        // Plain steps, unless a test gives others: the trainer's defaults are not linear in the gradient.
        all.putAll(Map.of("optimizer", "sgd", "momentum", 0.0, "weight_decay", 0.0, "schedule", "constant"));
        all.putAll(given);
        return new TrialContext(
                "shapes",
                1,
                7,
                Settings.withDefaults(factory.settings(), all),
                "accuracy",
                0,
                EPOCHS,
                EPOCHS,
                "cpu",
                1,
                Files.createDirectories(work.resolve("run")),
                Files.createDirectories(work.resolve("cache")),
                List.of(EPOCHS),
                factory.revision());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trained(double[] weights, double[] accuracies) {}

    private static Trained train(Trainer trainer) throws Exception {
        Path model = Files.createTempDirectory(work, "model").resolve("model.zip");
        double[] accuracies = new double[EPOCHS];
        try (trainer) {
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                Map<String, Double> metrics = trainer.train(epoch);
                assertThat(metrics).containsOnlyKeys("train_loss", "train_accuracy", "learning_rate", "image_size");
                accuracies[epoch - 1] = metrics.get("train_accuracy");
            }
            trainer.save(model);
        }
        return new Trained(weights(model), accuracies);
    }

    private static double[] weights(Path model) throws IOException {
        return ModelSerializer.restoreComputationGraph(model.toFile(), false)
                .params()
                .dup()
                .data()
                .asDouble();
    }

    private static Trained trainTogether(Map<String, ?> given, int workers, int every) throws Exception {
        return train(Refit.together(context(given), new SparkAveraging(cluster.context(), workers, every)));
    }

    private static double[] together(Map<String, ?> given, int workers, int every) throws Exception {
        return trainTogether(given, workers, every).weights();
    }

    static List<Map<String, Object>> linear() {
        return List.of(
                Map.of("learning_rate", 0.05, "weight_decay", 0.01, "schedule", "one_cycle", "focal_gamma", 1.0),
                Map.of("learning_rate", 0.02, "momentum", 0.9, "class_weight", true),
                Map.of(
                        "backbone",
                        backbone.toString(),
                        "fine_tuning",
                        true,
                        "retrain_from",
                        "high",
                        "head_epochs",
                        2L,
                        "learning_rate",
                        0.05,
                        "block_rate_decay",
                        0.5,
                        "momentum",
                        0.5,
                        "weight_average",
                        0.0,
                        "schedule",
                        "constant"));
    }

    /** The mean of steps on halves of a batch is the step on the batch, as long as steps are linear in the gradient. */
    @ParameterizedTest
    @MethodSource("linear")
    void aMeanAfterEachStepOnHalvesOfABatchIsTheStepOnTheBatch(Map<String, Object> given) throws Exception {
        Trained alone = train(Refit.alone(context(given)));
        Trained together = trainTogether(given, 2, 1);
        assertThat(together.weights()).hasSameSizeAs(alone.weights()).containsExactly(alone.weights(), within(2e-4));
        // The same images are hits, whichever copy sees them.
        assertThat(together.accuracies()).containsExactly(alone.accuracies(), within(1e-9));
        assertThat(Arrays.stream(alone.accuracies())).anyMatch(accuracy -> accuracy > 0 && accuracy < 1);
    }

    static List<Map<String, Object>> others() {
        return List.of(
                Map.of("optimizer", "adam", "learning_rate", 0.01, "weight_decay", 0.01, "schedule", "cosine"),
                Map.of("optimizer", "adamw", "learning_rate", 0.01, "weight_decay", 0.1, "augmentation", "light"),
                Map.of("learning_rate", 0.5, "gradient_clip", 0.02),
                Map.of("learning_rate", 0.05, "gradient_clip", 0.2, "momentum", 0.5, "weight_decay", 0.01),
                Map.of(
                        "backbone",
                        backbone.toString(),
                        "fine_tuning",
                        true,
                        "retrain_from",
                        "high",
                        "head_epochs",
                        1L,
                        "freeze_batch_norm",
                        false,
                        "momentum",
                        0.5,
                        "weight_average",
                        0.0,
                        "learning_rate",
                        0.1,
                        "gradient_clip",
                        0.1));
    }

    /** One worker over several rounds: its updater's state and step count must come through each of them. */
    @ParameterizedTest
    @MethodSource("others")
    void oneWorkerDoesWhatWeDo(Map<String, Object> given) throws Exception {
        double[] alone = train(Refit.alone(context(given))).weights();
        assertThat(together(given, 1, 2)).hasSameSizeAs(alone).containsExactly(alone, within(5e-4));
    }

    @Test
    void aGradientThatIsCutIsAnother() throws Exception {
        Map<String, Object> given = Map.of("learning_rate", 0.5, "gradient_clip", 0.02);
        assertThat(together(given, 2, 1)).isNotEqualTo(together(Map.of("learning_rate", 0.5), 2, 1));
    }

    @Test
    void theSameSeedGivesTheSameModelWithDropoutAndMixup() throws Exception {
        Map<String, Object> given = Map.of("dropout", 0.5, "mixup", 0.4, "optimizer", "adam");
        double[] first = together(given, 2, 3);
        assertThat(together(given, 2, 3)).containsExactly(first);
        assertThat(together(Map.of("dropout", 0.4, "mixup", 0.4, "optimizer", "adam"), 2, 3))
                .isNotEqualTo(first);
    }

    @Test
    void aDivergedTrainingSaysSo() throws Exception {
        Trainer trainer = Refit.together(
                context(Map.of("learning_rate", 100.0, "weight_decay", 10.0)),
                new SparkAveraging(cluster.context(), 2, 2));
        try (trainer) {
            assertThatThrownBy(() -> {
                        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                            trainer.train(epoch);
                        }
                    })
                    .isInstanceOf(TrainingFailure.class)
                    .hasMessageContaining("a lower learning_rate may help");
        }
    }
}
