package dev.sextant.worker.image.inference;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.augment.TestTimeAugmentation;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.data.Digests;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.data.ValidationSplit;
import dev.sextant.worker.image.input.PixelStore;
import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.input.TrainingImages;
import dev.sextant.worker.image.input.ViewedPixels;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.DecodedImage;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.UnreadableImage;
import dev.sextant.worker.image.train.BatchedPrediction;
import dev.sextant.worker.image.train.ClassificationMetrics;
import dev.sextant.worker.image.train.ClassifierNetwork;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.EpochSteps;
import dev.sextant.worker.image.train.ModelFile;
import dev.sextant.worker.image.train.ModelNote;
import dev.sextant.worker.image.train.NetworkInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A classifier from a trial's checkpoint, whole: the backbone's frozen part, what was trained and the preprocessing of the
 * images. Has the best epoch's weights where the checkpoint keeps them, else the last's. Used by one thread.
 */
public final class SavedClassifier implements AutoCloseable {
    private static final int BATCH = 32;

    private final ModelNote note;
    private final ClassifierSettings settings;
    private final BackboneNetwork network;
    private final NetworkInput input;
    private final TestTimeAugmentation views;

    private SavedClassifier(
            ModelNote note,
            ClassifierSettings settings,
            BackboneNetwork network,
            NetworkInput input,
            TestTimeAugmentation views) {
        this.note = note;
        this.settings = settings;
        this.network = network;
        this.input = input;
        this.views = views;
    }

    /** As {@link #read(Path, Map, int)}, looking at each image once, as it is. */
    public static SavedClassifier read(Path checkpoint, Map<String, ?> settings)
            throws IOException, InterruptedException {
        return read(checkpoint, settings, 1);
    }

    /**
     * Reads a classifier.
     *
     * @param checkpoint as {@code image-classifier} writes it
     * @param settings of the trial: those of the study's trainer and the trial's own
     * @param views of each image whose probabilities are averaged, from 1, the image as it is; see {@link TestTimeAugmentation}
     * @throws IllegalArgumentException when ND4J does not start, the file is not such a checkpoint, the backbone is not the one that it was
     *     trained with, or there are not so many views
     */
    public static SavedClassifier read(Path checkpoint, Map<String, ?> settings, int views)
            throws IOException, InterruptedException {
        ModelNote note = ModelFile.note(checkpoint)
                .orElseThrow(() -> new IllegalArgumentException(
                        checkpoint + " was not written by the trainer image-classifier; name a study of that trainer"));
        Settings complete = Settings.withDefaults(ClassifierSettings.DECLARED, settings);
        ClassifierSettings typed = ClassifierSettings.of(complete);
        ModelNote.Data data = note.data();
        try {
            ComputeDevice.requireNd4j();
            return new SavedClassifier(
                    note,
                    typed,
                    new BackboneNetwork(
                            checkpoint.toString(),
                            WholeNetwork.read(checkpoint, note, typed),
                            ClassifierNetwork.OUTPUT,
                            Map.of()),
                    new NetworkInput(
                            data.imageSize(), Channels.of(data.channels()), data.preprocessing(), Optional.empty()),
                    TestTimeAugmentation.of(TrainingImages.augmentation(complete), views));
        } catch (UnusableData | TrainingFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The classes, in the order of the probabilities. */
    public List<String> classes() {
        return note.data().classes();
    }

    /** Epochs after which the model was saved. */
    public int epoch() {
        return note.epoch();
    }

    /** Writes the whole network as a zip that Deeplearning4j reads without Sextant, fed as the {@link #card} says. */
    public void write(Path zip) throws IOException {
        ModelSerializer.writeModel(network.graph(), zip.toFile(), false);
    }

    /** What images must become before the network that {@link #write} wrote sees them. */
    public ModelCard card() {
        Preprocessing preprocessing = note.data().preprocessing();
        int channels = note.data().channels();
        String colours = preprocessing.bgr() ? "BGR" : "RGB";
        return new ModelCard(
                note.data().imageSize(),
                channels,
                channels == 1 ? "grey" : colours,
                network.takesChannelsLast() ? "NHWC" : "NCHW",
                settings.images().resize().word(),
                preprocessing.scale(),
                eachOf(preprocessing.mean(), channels),
                eachOf(preprocessing.deviation(), channels),
                classes());
    }

    private static List<Double> eachOf(List<Double> values, int channels) {
        return values.size() == channels ? values : Collections.nCopies(channels, values.get(0));
    }

    /**
     * What the classifier makes of an image.
     *
     * @param image its place in the list given
     * @param probabilities by class; empty when the image cannot be read
     * @param problem why it cannot be read
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Prediction(int image, float[] probabilities, Optional<String> problem) {
        /** The most probable class's place; of equals the first. */
        public int label() {
            return ClassificationMetrics.mostProbable(probabilities);
        }
    }

    /** Classifies local files, in their order. */
    public void predict(List<Path> images, Consumer<Prediction> predictions) throws IOException, InterruptedException {
        ImageDecoder decoder = input.decoder(settings.images());
        for (int start = 0; start < images.size(); start += BATCH) {
            EpochSteps.throwIfInterrupted();
            List<Path> batch = images.subList(start, Math.min(images.size(), start + BATCH));
            byte[][] planes = new byte[batch.size()][];
            String[] problems = new String[batch.size()];
            for (int i = 0; i < planes.length; i++) {
                try {
                    DecodedImage decoded = decoder.decode(Files.readAllBytes(batch.get(i)));
                    planes[i] = decoded.planes();
                } catch (UnreadableImage e) {
                    problems[i] = e.getMessage();
                }
            }
            predict(
                    start,
                    new Pixels(decoder.size(), note.data().channels(), planes, List.of()),
                    problems,
                    predictions);
        }
    }

    private void predict(int start, Pixels pixels, String[] problems, Consumer<Prediction> predictions) {
        List<Integer> readable = new ArrayList<>();
        for (int i = 0; i < problems.length; i++) {
            if (pixels.planes()[i] != null) {
                readable.add(i);
            }
        }
        float[][] probabilities = new float[problems.length][];
        if (!readable.isEmpty()) {
            int[] files = readable.stream().mapToInt(Integer::intValue).toArray();
            float[][] rows = probabilities(pixels, files);
            for (int i = 0; i < files.length; i++) {
                probabilities[files[i]] = rows[i];
            }
        }
        for (int i = 0; i < problems.length; i++) {
            float[] row = probabilities[i] == null ? new float[0] : probabilities[i];
            predictions.accept(new Prediction(start + i, row, Optional.ofNullable(problems[i])));
        }
    }

    /** The mean over the views, [files × classes]. */
    private float[][] probabilities(Pixels pixels, int[] files) {
        float[][] sum = new float[files.length][classes().size()];
        for (int view = 1; view <= views.count(); view++) {
            try (INDArray inputs = new ViewedPixels(pixels, input.preprocessing(), views, view).batch(files);
                    INDArray outputs = network.activations(ClassifierNetwork.OUTPUT, inputs)) {
                float[][] rows = outputs.toFloatMatrix();
                for (int i = 0; i < rows.length; i++) {
                    for (int label = 0; label < rows[i].length; label++) {
                        sum[i][label] += rows[i][label] / views.count();
                    }
                }
            }
        }
        return sum;
    }

    /** Images of the data that the classifier was trained with. */
    public enum Asked {
        /** Those that validated it, and that its settings were chosen by. */
        VALIDATION,
        /** Those of the test part, which nothing was chosen by. */
        TEST
    }

    /**
     * Asks the classifier about images of the data that it was trained with.
     *
     * @param threads that decode
     * @throws IllegalArgumentException when the images are not those that it was trained with, or there are none
     */
    public Predictions answers(Asked asked, int threads) throws IOException, InterruptedException {
        try {
            ImageFolder folder = ImageFolder.list(settings.images());
            Pixels pixels = PixelStore.pixels(folder, input.decoder(settings.images()), threads);
            ValidationSplit split = ValidationSplit.of(folder, pixels.skipped(), settings.images());
            if (asked == Asked.VALIDATION
                    && split.trainingOnAll(folder)
                            .fingerprint()
                            .equals(note.data().split())) {
                throw new IllegalArgumentException(
                        "The model was trained on the validation images, too, so that they say"
                                + " nothing about it; measure it on a test part or on another folder");
            }
            if (!Set.of(split.fingerprint(), split.trainingOnAll(folder).fingerprint())
                    .contains(note.data().split())) {
                throw new IllegalArgumentException("data (" + settings.images().data()
                        + ") is not what it was when the model was trained; put the images back as they were");
            }
            int[] files = asked == Asked.TEST ? split.test() : split.validation();
            if (files.length == 0) {
                throw new IllegalArgumentException("data (" + settings.images().data() + ") has no "
                        + (asked == Asked.TEST ? "test part" : "validation image") + "; name a folder by --data");
            }
            float[][] probabilities =
                    BatchedPrediction.probabilities(files, BATCH, batch -> probabilities(pixels, batch));
            List<Predictions.Image> images = Arrays.stream(files)
                    .mapToObj(file -> folder.files().get(file))
                    .map(file -> new Predictions.Image(file.path(), file.address(), file.label()))
                    .toList();
            return new Predictions(classes(), images, probabilities, fingerprint(images));
        } catch (UnusableData | TrainingFailure e) {
            throw new IllegalArgumentException("data " + e.getMessage(), e);
        }
    }

    /**
     * Asks the classifier about images that it never saw.
     *
     * @param folder local; holds a folder of images a class
     * @param unreadable hears of files that are no images and do not count
     * @throws IllegalArgumentException when the folder is not as it should be
     */
    public Predictions answers(Path folder, Consumer<String> unreadable) throws IOException, InterruptedException {
        LabeledFolder labelled = LabeledFolder.list(folder, classes());
        List<Predictions.Image> images = new ArrayList<>();
        List<float[]> probabilities = new ArrayList<>();
        predict(labelled.files(), prediction -> {
            Predictions.Image image = labelled.images().get(prediction.image());
            if (prediction.problem().isPresent()) {
                unreadable.accept(image.path() + " " + prediction.problem().get());
            } else {
                images.add(image);
                probabilities.add(prediction.probabilities());
            }
        });
        return new Predictions(classes(), images, probabilities.toArray(float[][]::new), fingerprint(images));
    }

    private static String fingerprint(List<Predictions.Image> images) {
        StringBuilder text = new StringBuilder();
        images.forEach(image ->
                text.append(image.label()).append(' ').append(image.address()).append('\n'));
        return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        network.close();
    }
}
