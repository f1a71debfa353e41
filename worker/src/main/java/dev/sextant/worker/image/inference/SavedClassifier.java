package dev.sextant.worker.image.inference;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.augment.TestTimeAugmentation;
import dev.sextant.worker.image.backbone.BackboneNetwork;
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
import dev.sextant.worker.image.read.ImageContent;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.UnreadableImage;
import dev.sextant.worker.image.train.BatchedPrediction;
import dev.sextant.worker.image.train.ClassificationMetrics;
import dev.sextant.worker.image.train.ClassifierNetwork;
import dev.sextant.worker.image.train.ClassifierRevision;
import dev.sextant.worker.image.train.ClassifierSettings;
import dev.sextant.worker.image.train.EpochSteps;
import dev.sextant.worker.image.train.ModelFile;
import dev.sextant.worker.image.train.ModelNote;
import dev.sextant.worker.image.train.NetworkInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Classifier from a trial's checkpoint: the frozen part of the backbone, the trained layers and the preprocessing of
 * images. It has the weights of {@link ModelFile#epoch}. Used by one thread.
 */
public final class SavedClassifier implements AutoCloseable {
    private static final int BATCH = 32;
    private static final String CLASSIFYING = "classifying images";

    private final ModelNote note;
    private final int epoch;
    private final ClassifierSettings settings;
    private final BackboneNetwork network;
    private final NetworkInput input;
    private final TestTimeAugmentation views;

    private SavedClassifier(
            ModelNote note,
            int epoch,
            ClassifierSettings settings,
            BackboneNetwork network,
            NetworkInput input,
            TestTimeAugmentation views) {
        this.note = note;
        this.epoch = epoch;
        this.settings = settings;
        this.network = network;
        this.input = input;
        this.views = views;
    }

    /** Reads a classifier without test-time augmentation, see {@link #read(Path, Map, int)}. */
    public static SavedClassifier read(Path checkpoint, Map<String, ?> settings)
            throws IOException, InterruptedException {
        return read(checkpoint, settings, 1);
    }

    /**
     * Reads a classifier.
     *
     * @param checkpoint checkpoint of {@code image-classifier}
     * @param settings settings of the trial: those of the study's trainer and the trial's own
     * @param views number of views per image whose probabilities are averaged, at least 1; see {@link
     *     TestTimeAugmentation}
     * @throws IllegalArgumentException if ND4J does not start, the file is not such a checkpoint, the backbone is not
     *     the one that the model was trained with, or there are fewer views
     */
    public static SavedClassifier read(Path checkpoint, Map<String, ?> settings, int views)
            throws IOException, InterruptedException {
        ModelNote note = ModelFile.note(checkpoint)
                .orElseThrow(() -> new IllegalArgumentException(checkpoint
                        + " is not a checkpoint of the trainer image-classifier; name a study of that trainer"));
        Settings complete = Settings.withDefaults(ClassifierSettings.DECLARED, settings);
        ClassifierSettings typed = ClassifierSettings.of(complete);
        ModelNote.Data data = note.data();
        try {
            ComputeDevice.requireNd4j();
            return new SavedClassifier(
                    note,
                    ModelFile.epoch(checkpoint),
                    typed,
                    new BackboneNetwork(
                            checkpoint.toString(),
                            InferenceNetwork.read(checkpoint, note, typed),
                            ClassifierNetwork.OUTPUT,
                            Map.of()),
                    new NetworkInput(
                            data.imageSize(), Channels.of(data.channels()), data.preprocessing(), Optional.empty()),
                    TestTimeAugmentation.of(TrainingImages.augmentation(complete, 0), views));
        } catch (UnusableData | TrainingFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns the names of the classes, in the order of the probabilities. */
    public List<String> classes() {
        return note.data().classes();
    }

    /** Returns the epoch whose weights the model has. */
    public int epoch() {
        return epoch;
    }

    /**
     * Writes the whole network as a zip that Deeplearning4j reads without Sextant; the {@link #card} describes its
     * input.
     */
    public void write(Path zip) throws IOException {
        ModelSerializer.writeModel(network.graph(), zip.toFile(), false);
    }

    /** Returns the description of the input and the output of the network that {@link #write} writes. */
    public ModelCard card() {
        Preprocessing preprocessing = note.data().preprocessing();
        int channels = note.data().channels();
        String colorOrder = preprocessing.bgr() ? "BGR" : "RGB";
        return new ModelCard(
                note.data().imageSize(),
                channels,
                channels == 1 ? "grey" : colorOrder,
                network.takesChannelsLast() ? "NHWC" : "NCHW",
                settings.images().resize().word(),
                preprocessing.scale(),
                perChannel(preprocessing.mean(), channels),
                perChannel(preprocessing.deviation(), channels),
                classes());
    }

    private static List<Double> perChannel(List<Double> values, int channels) {
        return values.size() == channels ? values : Collections.nCopies(channels, values.get(0));
    }

    /**
     * Prediction for one image.
     *
     * @param image index in the given list
     * @param probabilities probability of each class; no elements if the image cannot be read
     * @param problem reason why it cannot be read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Prediction(int image, float[] probabilities, Optional<String> problem) {
        /** Returns the index of the most probable class; among equals, the lowest. */
        public int label() {
            return ClassificationMetrics.mostProbable(probabilities);
        }
    }

    /** Classifies local files and passes the predictions on in their order. */
    public void predict(List<Path> images, Consumer<Prediction> predictions) throws IOException, InterruptedException {
        ImageDecoder decoder = input.decoder(settings.images());
        for (int start = 0; start < images.size(); start += BATCH) {
            EpochSteps.throwIfInterrupted();
            WorkProgress.report(CLASSIFYING, start, images.size());
            List<Path> batch = images.subList(start, Math.min(images.size(), start + BATCH));
            byte[][] planes = new byte[batch.size()][];
            String[] problems = new String[batch.size()];
            for (int i = 0; i < planes.length; i++) {
                try (InputStream in = Files.newInputStream(batch.get(i))) {
                    DecodedImage decoded = decoder.decode(ImageContent.bytes(in));
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
        WorkProgress.report(CLASSIFYING, images.size(), images.size());
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

    /** Returns the mean of the views' probabilities [files × classes]. */
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

    /** Sets of a study's data on which a classifier can be evaluated. */
    public enum EvaluationSet {
        /** Validation set, by which the trial's settings were chosen. */
        VALIDATION,
        /** Test set, by which nothing was chosen. */
        TEST
    }

    /**
     * Classifies images of the data that the classifier was trained with.
     *
     * @param threads number of threads that decode images
     * @throws IllegalArgumentException if the data has changed since the training, or the set is empty
     */
    public Predictions predictions(EvaluationSet set, int threads) throws IOException, InterruptedException {
        try {
            ImageFolder folder = ImageFolder.list(settings.images());
            Pixels pixels = PixelStore.pixels(folder, input.decoder(settings.images()), threads);
            ValidationSplit split = ValidationSplit.of(
                    folder,
                    pixels.skipped(),
                    settings.images(),
                    new ClassifierRevision(note.data().revision()).splitNames());
            if (set == EvaluationSet.VALIDATION
                    && split.trainingOnAll(folder)
                            .fingerprint()
                            .equals(note.data().split())) {
                throw new IllegalArgumentException(
                        "The model was also trained on the validation images, so they cannot measure it; "
                                + "evaluate it on a test part or on another folder");
            }
            if (!Set.of(split.fingerprint(), split.trainingOnAll(folder).fingerprint())
                    .contains(note.data().split())) {
                throw new IllegalArgumentException("data (" + settings.images().data()
                        + ") has changed since the model was trained; restore the images");
            }
            int[] files = set == EvaluationSet.TEST ? split.test() : split.validation();
            if (files.length == 0) {
                throw new IllegalArgumentException("data (" + settings.images().data() + ") has no "
                        + (set == EvaluationSet.TEST ? "test part" : "validation image")
                        + "; name a folder with --data");
            }
            AtomicInteger done = new AtomicInteger();
            float[][] probabilities = BatchedPrediction.probabilities(files, BATCH, batch -> {
                float[][] rows = probabilities(pixels, batch);
                WorkProgress.report(CLASSIFYING, done.addAndGet(rows.length), files.length);
                return rows;
            });
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
     * Classifies labeled images in a folder.
     *
     * @param folder local folder with one folder of images per class
     * @param unreadable receives a message for each file that cannot be read and does not count
     * @throws IllegalArgumentException if the folder holds no image, or a folder that is not named after a class
     */
    public Predictions predictions(Path folder, Consumer<String> unreadable) throws IOException, InterruptedException {
        LabeledFolder labeled = LabeledFolder.list(folder, classes());
        List<Predictions.Image> images = new ArrayList<>();
        List<float[]> probabilities = new ArrayList<>();
        predict(labeled.files(), prediction -> {
            Predictions.Image image = labeled.images().get(prediction.image());
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
        return Sha256.of(text.toString());
    }

    @Override
    public void close() {
        network.close();
    }
}
