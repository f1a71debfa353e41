package dev.sextant.worker.image.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.Resize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class TrainingImagesTest {
    private static final int SIZE = 16;
    private static final Map<String, Object> AUGMENTED = Map.of("augmentation", "product-photo", "erasing", 0.5);

    @TempDir
    static Path work;

    private static Path data;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(work.resolve("drawn"), 8);
    }

    @Test
    void batchesDoNotDependOnTheNumberOfThreads() throws Exception {
        Map<String, Object> given = with(AUGMENTED, Map.of("mixup", 0.4, "cutmix", 1.0));
        assertThat(epoch(images(given, 3), 2)).isEqualTo(epoch(images(given, 1), 2));
    }

    @Test
    void eachEpochAugmentsDifferently() throws Exception {
        TrainingImages images = images(AUGMENTED, 2);
        assertThat(epoch(images, 1)).isEqualTo(epoch(images, 1)).isNotEqualTo(epoch(images, 2));
    }

    @Test
    void anImageDoesNotDependOnItsBatch() throws Exception {
        TrainingImages images = images(AUGMENTED, 2);
        float[] together = inputs(images, new int[] {4, 17, 5});
        float[] alone = inputs(images, new int[] {17});
        assertThat(Arrays.copyOfRange(together, alone.length, 2 * alone.length)).isEqualTo(alone);
    }

    @Test
    void targetsAreMixedWithTheImages() throws Exception {
        TrainingImages images = images(Map.of("mixup", 1.0), 2);
        try (TrainingBatches batches = images.training(1, new int[][] {{0, 9}}, targets());
                TrainingBatch batch = batches.next()) {
            float kept = batch.targets().getFloat(0, 0);
            assertThat(kept).isStrictlyBetween(0f, 1f);
            assertThat(batch.targets().getFloat(0, 1)).isCloseTo(1 - kept, within(1e-6f));
            assertThat(batch.targets().getFloat(1, 1)).isEqualTo(kept);
            INDArray plain = images.batch(new int[] {0, 9});
            float expected = kept * plain.getFloat(0, 0, 3, 3) + (1 - kept) * plain.getFloat(1, 0, 3, 3);
            assertThat(batch.inputs().getFloat(0, 0, 3, 3)).isCloseTo(expected, within(1e-5f));
        }
    }

    @Test
    void predictsFromUnchangedImages() throws Exception {
        int[] files = {0, 9, 20};
        assertThat(images(AUGMENTED, 1).batch(files))
                .isEqualTo(images(Map.of(), 1).batch(files));
    }

    @Test
    void scalesSamplesLikeBytes() throws Exception {
        Pixels pixels = images(Map.of(), 1).pixels();
        for (String name : Preprocessing.NAMES) {
            Preprocessing preprocessing = Preprocessing.named(name);
            float[] expected = preprocessing.apply(pixels, new int[] {7}).data().asFloat();
            float[] samples = new float[expected.length + 1];
            for (int i = 0; i < expected.length; i++) {
                samples[1 + i] = pixels.planes()[7][i] & 0xff;
            }
            preprocessing.samples(pixels.channels()).apply(samples, 1, SIZE * SIZE);
            for (int i = 0; i < expected.length; i++) {
                assertThat(samples[1 + i]).describedAs(name).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    @Test
    void resizesImagesByEpoch() throws Exception {
        TrainingImages images = images(with(AUGMENTED, Map.of("progressive_sizes", Map.of("8", 1L, "12", 2L))), 1);
        assertThat(images.at(1).batch(new int[] {0, 1}).shape()).containsExactly(2, 3, 8, 8);
        assertThat(images.at(3).batch(new int[] {0}).shape()).containsExactly(1, 3, 12, 12);
        assertThat(images.at(4)).isSameAs(images);
        assertThat(inputs(images.at(2), new int[] {5})).hasSize(3 * 12 * 12);
    }

    private static List<List<Float>> epoch(TrainingImages images, int epoch) throws InterruptedException {
        List<List<Float>> all = new ArrayList<>();
        try (TrainingBatches batches = images.training(epoch, batches(), targets())) {
            for (int i = 0; i < batches().length; i++) {
                try (TrainingBatch batch = batches.next()) {
                    assertThat(batch.size()).isEqualTo(batches()[i].length);
                    all.add(list(batch.inputs().data().asFloat()));
                    all.add(list(batch.targets().data().asFloat()));
                }
            }
        }
        return all;
    }

    private static List<Float> list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    private static float[] inputs(TrainingImages images, int[] files) throws InterruptedException {
        try (TrainingBatches batches = images.training(1, new int[][] {files}, targets());
                TrainingBatch batch = batches.next()) {
            return batch.inputs().data().asFloat();
        }
    }

    /** More batches than are prefetched, the last one smaller. */
    private static int[][] batches() {
        return new int[][] {{0, 5, 9, 2, 7}, {1, 3, 4, 23, 11}, {6, 8, 10, 12, 13}, {14, 15, 16, 17, 18}, {19, 20}};
    }

    private static Targets targets() {
        return new Targets() {
            @Override
            public float[] of(int[] files) {
                float[] rows = new float[3 * files.length];
                for (int i = 0; i < files.length; i++) {
                    rows[3 * i + files[i] / 8] = 1;
                }
                return rows;
            }

            @Override
            public int classes() {
                return 3;
            }
        };
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static TrainingImages images(Map<String, Object> given, int threads) throws Exception {
        Settings settings = Trials.settings(data, given);
        return TrainingImages.of(new TrainingImages.Source(
                ImageFolder.list(DataSettings.of(settings)),
                new ImageDecoder(SIZE, Channels.AUTO, Resize.CROP, 1000),
                Preprocessing.named("imagenet"),
                SizeSchedule.of(settings, SIZE),
                AugmentationSettings.of(settings, 0),
                99,
                threads));
    }
}
