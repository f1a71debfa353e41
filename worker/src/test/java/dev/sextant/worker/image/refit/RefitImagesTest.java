package dev.sextant.worker.image.refit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.TrainingTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefitImagesTest {
    @TempDir
    static Path work;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 4);
        backbone = ResidualBackbone.write(work.resolve("backbones"));
    }

    @Test
    void givesTheSameBatchesInEveryRound() throws Exception {
        RefitOrder order = order(Map.of("backbone", "none", "image_size", 16L));
        try (RefitImages images = new RefitImages("cpu", cache())) {
            float[] first = onlyBatch(images, round(order));

            assertThat(first).hasSize(2 * 3 * 16 * 16);
            assertThat(onlyBatch(images, round(order))).isEqualTo(first);
        }
    }

    /** Closing the network under a round in another thread would end the process. */
    @Test
    void aRoundInProgressKeepsItsImagesUntilItEnds() throws Exception {
        RefitOrder order = order(Map.of("fine_tuning", true, "head_epochs", 0L, "retrain_from", "block2"));
        RefitImages images = new RefitImages("cpu", cache());
        try (RoundBatches batches = images.batches(round(order), 0)) {
            images.close();

            assertThat(batches.next().getFeatures(0).sumNumber().doubleValue()).isFinite();
        }
    }

    @Test
    void refusesImagesThatDifferFromThoseOfTheDriver() throws Exception {
        RefitOrder order = order(Map.of("backbone", "none", "image_size", 16L));
        RefitOrder other = new RefitOrder(
                order.study(),
                order.trial(),
                order.seed(),
                order.settings(),
                order.objective(),
                4,
                1,
                List.of(4),
                1,
                "another split");
        try (RefitImages images = new RefitImages("cpu", cache())) {
            assertThatThrownBy(() -> images.batches(round(other), 0))
                    .isInstanceOfSatisfying(TrainingFailure.class, failure -> assertThat(failure.kind())
                            .isEqualTo(FailureKind.BAD_DATA))
                    .hasMessage("The images of an executor differ from those of the driver; give a path that both "
                            + "share");
        }
    }

    private static float[] onlyBatch(RefitImages images, AveragingRound round) throws Exception {
        try (RoundBatches batches = images.batches(round, 0)) {
            float[] inputs = batches.next().getFeatures(0).data().asFloat();
            assertThat(batches.hasNext()).isFalse();
            return inputs;
        }
    }

    private static AveragingRound round(RefitOrder order) {
        return new AveragingRound(order, 1, 0, 2, new int[][][] {{{0, 5}}});
    }

    private static RefitOrder order(Map<String, Object> given) throws Exception {
        Map<String, Object> all = new TreeMap<>(Map.of("backbone", backbone.toString(), "max_cache_gb", 0.0));
        all.putAll(given);
        TrialContext context = new TrialContext(
                "drawn",
                1,
                5,
                Trials.settings(data, all),
                "accuracy",
                0,
                4,
                4,
                "cpu",
                1,
                cache(),
                cache(),
                List.of(4),
                1);
        TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(context.settings()), context)
                .onAllImages();
        return RefitOrder.of(context, task.split().fingerprint());
    }

    private static Path cache() throws IOException {
        return Files.createDirectories(work.resolve("cache"));
    }
}
