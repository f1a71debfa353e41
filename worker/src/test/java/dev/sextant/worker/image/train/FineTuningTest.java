package dev.sextant.worker.image.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.backbone.Backbone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class FineTuningTest {
    private static final int SEED = 4;

    @TempDir
    static Path work;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 24);
        backbone = ResidualBackbone.write(work.resolve("backbones"));
    }

    @Test
    void theFirstEpochTrainsTheUpperPartFromTheBlockNamed() throws Exception {
        Path after = work.resolve("after.zip");
        try (Trainer trainer = create(Map.of("retrain_from", "stage2", "head_epochs", 2L), 4)) {
            Trials.train(trainer, 0, 1);
            trainer.save(after);
        }
        assertThat(ModelFile.note(after).orElseThrow().phase()).isEqualTo(TrainingPhase.Kind.FINE_TUNING);
        ComputationGraph upper = ModelSerializer.restoreComputationGraph(after.toFile(), false);
        assertThat(upper.getVertex("block1.conv1")).isNull();
        ComputationGraph pretrained =
                Backbone.read(backbone.toString()).open(true).graph();
        assertThat(upper.getLayer("block2.conv1").getParam("W"))
                .isNotEqualTo(pretrained.getLayer("block2.conv1").getParam("W"));
        assertThat(distance(
                        upper.getLayer("block2.conv1").getParam("W"),
                        pretrained.getLayer("block2.conv1").getParam("W")))
                .isLessThan(0.5);
    }

    private static double distance(INDArray one, INDArray other) {
        return one.distance2(other) / other.norm2Number().doubleValue();
    }

    @Test
    void reportsASearchedBlockThatDoesNotExistBeforeAnythingRuns() {
        ImageClassifierFactory factory = new ImageClassifierFactory();
        Parameter blocks = new OrdinalParameter(
                "retrain_from", List.of("stage2", "all", "stag1", "block1.conv1"), Optional.empty());
        Settings fixed = Trials.settings(data, Map.of("backbone", backbone.toString()));
        assertThat(factory.checkSearched(fixed, List.of(blocks)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.setting()).isEqualTo("retrain_from");
                    assertThat(problem.message()).startsWith("(stag1)").contains("did you mean stage1?");
                });
        Settings none = Trials.settings(data, Map.of());
        assertThat(factory.checkSearched(none, List.of(blocks))).isEmpty();
        Settings missing = Trials.settings(data, Map.of("backbone", "/not/here.zip"));
        assertThat(factory.checkSearched(missing, List.of(blocks))).isEmpty();
        assertThat(factory.checkSearched(
                        fixed, List.of(new IntegerParameter("layers", 1, 2, Scale.LINEAR, Optional.empty()))))
                .isEmpty();
    }

    @Test
    void aTinyLearningRateKeepsTheLossOfTheHeadTrainedBefore() throws Exception {
        Map<String, Object> given = Map.of("head_epochs", 12L, "fine_tuning_rate", 1e-6);
        double untrained;
        try (Trainer trainer = create(Map.of("head_epochs", 0L, "fine_tuning_rate", 1e-6), 1)) {
            untrained = Trials.train(trainer, 0, 1).get(0).get("loss");
        }
        try (Trainer trainer = create(given, 3)) {
            List<Map<String, Double>> metrics = Trials.train(trainer, 0, 3);
            assertThat(metrics.get(0).get("loss")).isLessThan(0.9 * untrained);
            assertThat(metrics.get(2).get("loss")).isCloseTo(metrics.get(0).get("loss"), within(1e-3));
        }
    }

    @Test
    void theHeadOfTheFirstRevisionIsTrainedInEpochsOfTheTrial() throws Exception {
        Path afterHead = work.resolve("after-head.zip");
        Map<String, Object> given = Map.of("retrain_from", "stage2", "head_epochs", 2L);
        try (Trainer trainer = Trials.create(work, settings(given), SEED, List.of(4), 1)) {
            Trials.train(trainer, 0, 2);
            trainer.save(afterHead);
        }
        assertThat(ModelFile.note(afterHead).orElseThrow().phase()).isEqualTo(TrainingPhase.Kind.HEAD);
    }

    /** Training does not depend on whether activations are cached or computed in each epoch. */
    @Test
    void cachedActivationsTrainLikeComputedOnes() throws Exception {
        Map<String, Object> given = Map.of("retrain_from", "block2", "head_epochs", 1L);
        List<Map<String, Double>> kept;
        try (Trainer trainer = create(given, 3)) {
            kept = Trials.train(trainer, 0, 3);
        }
        Map<String, Object> anew = new TreeMap<>(given);
        anew.put("max_cache_gb", 0.0);
        try (Trainer trainer = create(anew, 3)) {
            List<Map<String, Double>> computed = Trials.train(trainer, 0, 3);
            for (int epoch = 0; epoch < 3; epoch++) {
                assertThat(computed.get(epoch).get("loss"))
                        .isCloseTo(kept.get(epoch).get("loss"), within(1e-4));
            }
        }
    }

    @Test
    void fineTuningBeatsTheFrozenBackboneHere() throws Exception {
        double frozen;
        try (Trainer trainer = create(Map.of("fine_tuning", false), 10)) {
            frozen = Trials.train(trainer, 0, 10).get(9).get("train_loss");
        }
        try (Trainer trainer = create(Map.of("head_epochs", 2L, "fine_tuning_rate", 1.0), 10)) {
            assertThat(Trials.train(trainer, 0, 10).get(9).get("train_loss")).isLessThan(0.8 * frozen);
        }
    }

    @Test
    void batchNormUpdatesItsStatisticsUnlessFrozen() throws Exception {
        Path model = work.resolve("measuring.zip");
        try (Trainer trainer = create(Map.of("head_epochs", 0L, "freeze_batch_norm", false), 2)) {
            Trials.train(trainer, 0, 2);
            trainer.save(model);
        }
        ComputationGraph trained = ModelSerializer.restoreComputationGraph(model.toFile(), false);
        INDArray mean = trained.getLayer("block2.norm1").getParam("mean");
        INDArray before = ResidualBackbone.network().getLayer("block2.norm1").getParam("mean");
        assertThat(mean.distance2(before)).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage1", "block1.conv1", "block1.norm1", "block1.relu1", "stage2", "features"})
    void trainsFromAnyLayer(String from) throws Exception {
        for (double kept : new double[] {0, 1}) {
            Map<String, Object> given =
                    Map.of("retrain_from", from, "head_epochs", 0L, "max_cache_gb", kept, "freeze_batch_norm", false);
            try (Trainer trainer = create(given, 2)) {
                assertThat(Trials.train(trainer, 0, 2)).hasSize(2);
            }
        }
    }

    @Test
    void rejectsAnUnknownBlockBeforeTraining() {
        assertThatThrownBy(() -> create(Map.of("retrain_from", "stage9"), 2))
                .isInstanceOf(TrainingFailure.class)
                .hasMessageContaining("retrain_from (stage9)");
    }

    @Test
    void stopsEarly() throws Exception {
        Path model = work.resolve("stopped.zip");
        Map<String, Object> given =
                Map.of("fine_tuning", false, "early_stopping", true, "patience", 2L, "learning_rate", 1e-8);
        try (Trainer trainer = create(given, 20)) {
            Trials.train(trainer, 0, 1);
            assertThat(trainer.isDone()).isFalse();
            Trials.train(trainer, 1, 3);
            assertThat(trainer.isDone()).isTrue();
            trainer.save(model);
        }
        ModelNote note = ModelFile.note(model).orElseThrow();
        assertThat(note.progress().bestEpoch()).isEqualTo(1);
        assertThat(note.progress().stale()).isEqualTo(2);
    }

    private static Trainer create(Map<String, Object> given, int maxEpochs) throws Exception {
        return Trials.create(work, settings(given), SEED, "cpu", maxEpochs);
    }

    private static Settings settings(Map<String, Object> given) {
        Map<String, Object> all = new TreeMap<>(Map.of(
                "backbone",
                backbone.toString(),
                "fine_tuning",
                true,
                "optimizer",
                "adam",
                "learning_rate",
                0.01,
                "batch_size",
                8L,
                "hidden_size",
                16L));
        all.putAll(given);
        return Trials.settings(data, all);
    }
}
