package dev.sextant.worker.image.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.input.AugmentedPixels;
import dev.sextant.worker.image.input.BatchFeed;
import dev.sextant.worker.image.input.PixelStore;
import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingBatch;
import dev.sextant.worker.image.input.TrainingBatches;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.Resize;
import dev.sextant.worker.image.train.ClassifierRevision;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.NetworkInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class ViewedFeaturesTest {
    private static final int VIEWS = 3;
    private static final int IMAGES = 12;

    @TempDir
    static Path work;

    private static FeatureStore.Request request;
    private static Features plain;
    private static List<Features> views;
    private static AugmentationSettings augmentation;

    @BeforeAll
    static void compute() throws Exception {
        Path data = DrawnImages.draw(work.resolve("drawn"), IMAGES / 3);
        Path backbone = ResidualBackbone.write(work.resolve("backbones"));
        Settings settings = Trials.settings(
                data, new TreeMap<>(Map.of("backbone", backbone.toString(), "augmentation", "product-photo")));
        NetworkInput input = NetworkInput.of(ClassifierSettings.of(settings), ClassifierRevision.LATEST);
        augmentation = AugmentationSettings.of(settings, 0);
        request = FeatureStore.Request.ofOutput(
                ImageFolder.list(DataSettings.of(settings)),
                input.backbone().orElseThrow(),
                new ImageDecoder(input.imageSize(), input.channels(), Resize.CROP, 1000),
                input.preprocessing(),
                true,
                2);
        Path cache = Files.createDirectories(work.resolve("cache"));
        plain = FeatureStore.features(request, cache);
        views = new ArrayList<>();
        for (int view = 1; view <= VIEWS; view++) {
            views.add(FeatureStore.features(request.ofView(new FeatureStore.View(augmentation, view)), cache));
        }
    }

    @Test
    void aViewHasTheFeaturesOfTheAugmentedImage() throws Exception {
        Pixels pixels = PixelStore.pixels(request.folder(), request.decoder(), 1);
        AugmentedPixels second = new AugmentedPixels(pixels, request.preprocessing(), augmentation, 0, 2);
        try (BatchFeed feed = new BatchFeed(second, new int[][] {{7}}, Targets.NONE, 1);
                TrainingBatch image = feed.next();
                BackboneNetwork network = request.backbone().open(true);
                INDArray features = network.features(image.inputs());
                INDArray kept = views.get(1).batch(new int[] {7})) {
            assertThat(features.distance2(kept) / kept.norm2Number().doubleValue())
                    .isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void trainsOnRandomViewsAndPredictsFromTheUnchangedImage() throws Exception {
        ViewedFeatures examples = new ViewedFeatures(plain, views, 5);
        int[] files = {0, 4, 8, 11};
        assertThat(examples.batch(files)).isEqualTo(plain.batch(files));
        int[] drawn = new int[VIEWS];
        for (int epoch = 1; epoch <= 30; epoch++) {
            try (TrainingBatches batches = examples.training(epoch, new int[][] {files}, Targets.NONE);
                    TrainingBatch batch = batches.next()) {
                for (int i = 0; i < files.length; i++) {
                    int view = which(batch.inputs().getRow(i), files[i]);
                    drawn[view]++;
                }
            }
        }
        // 120 draws, 40 expected per view; 4 standard deviations are 21.
        assertThat(Arrays.stream(drawn)).allMatch(count -> count > 19 && count < 61);
    }

    private static int which(INDArray row, int file) {
        for (int view = 0; view < VIEWS; view++) {
            if (views.get(view).batch(new int[] {file}).getRow(0).equals(row)) {
                return view;
            }
        }
        throw new AssertionError("The features of file " + file + " are those of no view");
    }
}
