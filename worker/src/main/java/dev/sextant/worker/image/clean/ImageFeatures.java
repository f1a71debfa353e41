package dev.sextant.worker.image.clean;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.ExcludedImages;
import dev.sextant.worker.image.data.ImageFile;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SkippedImages;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.feature.FeatureStore;
import dev.sextant.worker.image.feature.Features;
import dev.sextant.worker.image.train.ClassifierRevision;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.NetworkInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Features of a study's images, computed by its frozen backbone.
 *
 * @param classes names of the classes, by label
 * @param images readable images, in the order of the listing
 * @param values features [images × width]
 * @param excluded paths that the study already leaves out
 */
@SuppressWarnings("ArrayRecordComponent") // read by position, never compared
public record ImageFeatures(List<String> classes, List<Image> images, float[][] values, List<String> excluded) {
    /**
     * Image of the study.
     *
     * @param path path as in a list of excluded images
     * @param address URI of the image
     * @param label index of its class
     * @param part its set: {@code train}, {@code validation} or {@code test}
     */
    public record Image(String path, String address, int label, String part) {}

    /**
     * Computes the features, or reads them from the host's cache.
     *
     * @param settings settings of a trainer of type image-classifier; {@code data} and {@code backbone} are required
     * @param revision revision by which backbone and validation split are found
     * @param cache the host's cache folder
     * @param threads number of threads that decode images
     * @throws IllegalArgumentException if a setting is missing or cannot be used
     */
    public static ImageFeatures of(Map<String, ?> settings, ClassifierRevision revision, Path cache, int threads)
            throws IOException, InterruptedException {
        ClassifierSettings typed = ClassifierSettings.of(Settings.withDefaults(ClassifierSettings.DECLARED, settings));
        if (typed.backbone().isEmpty()) {
            throw new IllegalArgumentException(
                    "backbone is not set, but images are compared by the features of a pretrained network; set backbone"
                            + " in the study's trainer settings");
        }
        try {
            ComputeDevice.requireNd4j();
            ImageFolder folder = ImageFolder.list(typed.images());
            NetworkInput input = NetworkInput.of(typed, revision);
            Features features = FeatureStore.features(
                    FeatureStore.Request.ofOutput(
                            folder,
                            input.backbone().orElseThrow(),
                            input.decoder(typed.images()),
                            input.preprocessing(),
                            typed.fineTuning().freezeBatchNorm(),
                            threads),
                    cache);
            SkippedImages.check(folder, features.skipped(), typed.images().maxUnreadable());
            ValidationSplit split =
                    ValidationSplit.of(folder, features.skipped(), typed.images(), revision.splitNames());
            return of(folder, features, split, typed.images());
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.failure().getMessage(), e);
        } catch (TrainingFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static ImageFeatures of(ImageFolder folder, Features features, ValidationSplit split, DataSettings settings)
            throws IOException, UnusableData {
        Set<Integer> validation = setOf(split.validation());
        Set<Integer> test = setOf(split.test());
        List<Image> images = new ArrayList<>();
        List<float[]> values = new ArrayList<>();
        for (int file = 0; file < folder.files().size(); file++) {
            if (features.rows()[file] >= 0) {
                ImageFile image = folder.files().get(file);
                String part = validation.contains(file) ? "validation" : test.contains(file) ? "test" : "train";
                images.add(new Image(image.path(), image.address(), image.label(), part));
                float[] row = new float[features.width()];
                features.copy(file, row, 0);
                values.add(row);
            }
        }
        List<String> excluded = settings.exclude().isPresent()
                ? List.copyOf(ExcludedImages.read(
                        new org.apache.hadoop.fs.Path(settings.exclude().get()), HadoopFiles.configuration()))
                : List.of();
        return new ImageFeatures(folder.classes(), images, values.toArray(float[][]::new), excluded);
    }

    private static Set<Integer> setOf(int[] files) {
        Set<Integer> set = new HashSet<>();
        for (int file : files) {
            set.add(file);
        }
        return set;
    }
}
