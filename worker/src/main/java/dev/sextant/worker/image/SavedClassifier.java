package dev.sextant.worker.image;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
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

    private SavedClassifier(ModelNote note, ClassifierSettings settings, BackboneNetwork network, NetworkInput input) {
        this.note = note;
        this.settings = settings;
        this.network = network;
        this.input = input;
    }

    /**
     * Reads a classifier.
     *
     * @param checkpoint as {@code image-classifier} writes it
     * @param settings of the trial: those of the study's trainer and the trial's own
     * @throws IllegalArgumentException when the file is not such a checkpoint, or the backbone is not the one that it was
     *     trained with
     */
    public static SavedClassifier read(Path checkpoint, Map<String, ?> settings)
            throws IOException, InterruptedException {
        ModelNote note = ModelFile.note(checkpoint)
                .orElseThrow(() -> new IllegalArgumentException(
                        checkpoint + " was not written by the trainer image-classifier; name a study of that trainer"));
        ClassifierSettings typed = ClassifierSettings.of(Settings.withDefaults(ClassifierSettings.DECLARED, settings));
        ComputationGraph trained = ModelSerializer.restoreComputationGraph(checkpoint.toFile(), false);
        Optional<INDArray> best = ModelFile.best(checkpoint);
        best.ifPresent(trained::setParams);
        ModelNote.Data data = note.data();
        ComputationGraph whole = note.lower().vertex().isEmpty() ? trained : completed(note, typed, trained);
        NetworkInput input = new NetworkInput(
                data.imageSize(), Channels.of(data.channels()), data.preprocessing(), Optional.empty());
        return new SavedClassifier(
                note,
                typed,
                new BackboneNetwork(checkpoint.toString(), whole, ClassifierNetwork.OUTPUT, Map.of()),
                input);
    }

    /** The backbone's part below the cut and what was trained above it, as one network. */
    private static ComputationGraph completed(ModelNote note, ClassifierSettings settings, ComputationGraph trained)
            throws InterruptedException {
        try {
            Backbone backbone = Backbone.read(settings.backbone().orElse(""));
            if (!backbone.sha256().equals(note.data().backbone())) {
                throw new IllegalArgumentException("backbone (" + backbone.uri() + ", SHA-256 " + backbone.sha256()
                        + ") is not the one that the model was trained with ("
                        + note.data().backbone()
                        + "); put that one back");
            }
            try (BackboneNetwork pretrained = backbone.open(note.lower().folded())) {
                return joined(pretrained, note.lower().vertex(), trained);
            }
        } catch (UnusableData | TrainingFailure e) {
            throw new IllegalArgumentException("backbone " + e.getMessage(), e);
        }
    }

    private static ComputationGraph joined(BackboneNetwork pretrained, String vertex, ComputationGraph trained) {
        List<String> order = pretrained.layout().order();
        ComputationGraph lower = pretrained.graph();
        String images = lower.getConfiguration().getNetworkInputs().get(0);
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs(images)
                .setOutputs(ClassifierNetwork.OUTPUT);
        GraphCopy.copy(
                lower.getConfiguration(), order.subList(0, order.indexOf(vertex) + 1), graph, name -> name, Map.of());
        String fed = trained.getConfiguration().getNetworkInputs().get(0);
        List<String> upper = Arrays.stream(trained.topologicalSortOrder())
                .mapToObj(index -> trained.getVertices()[index].getVertexName())
                .filter(name -> !name.equals(fed))
                .toList();
        GraphCopy.copy(trained.getConfiguration(), upper, graph, name -> name.equals(fed) ? vertex : name, Map.of());
        ComputationGraph whole = new ComputationGraph(graph.build());
        whole.init();
        for (ComputationGraph part : List.of(lower, trained)) {
            GraphCopy.weights(part, whole);
        }
        return whole;
    }

    /** The classes, in the order of the probabilities. */
    public List<String> classes() {
        return note.data().classes();
    }

    /** Epochs after which the model was saved. */
    public int epoch() {
        return note.epoch();
    }

    /** Writes the whole network as a zip that Deeplearning4j reads without Sextant, fed as the card beside it says. */
    public void write(Path zip) throws IOException {
        ModelSerializer.writeModel(network.graph(), zip.toFile(), false);
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
        ImageDecoder decoder = TrainingTask.decoder(settings, input);
        for (int start = 0; start < images.size(); start += BATCH) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted between two batches");
            }
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
            float[][] rows = probabilities(new PixelExamples(pixels, input.preprocessing()), files);
            for (int i = 0; i < files.length; i++) {
                probabilities[files[i]] = rows[i];
            }
        }
        for (int i = 0; i < problems.length; i++) {
            float[] row = probabilities[i] == null ? new float[0] : probabilities[i];
            predictions.accept(new Prediction(start + i, row, Optional.ofNullable(problems[i])));
        }
    }

    private float[][] probabilities(Examples images, int[] files) {
        try (INDArray inputs = images.batch(files);
                INDArray outputs = network.activations(ClassifierNetwork.OUTPUT, inputs)) {
            return outputs.toFloatMatrix();
        }
    }

    /**
     * Measures the classifier on the images that validated it.
     *
     * @param threads that decode
     * @throws IllegalArgumentException when the images are not those that it was trained with
     */
    public Evaluation evaluate(int threads) throws IOException, InterruptedException {
        try {
            ImageFolder folder = ImageFolder.list(settings.images());
            Pixels pixels = PixelStore.pixels(folder, TrainingTask.decoder(settings, input), threads);
            ValidationSplit split = ValidationSplit.of(folder, pixels.skipped(), settings.images());
            if (!split.fingerprint().equals(note.data().split())) {
                throw new IllegalArgumentException("data (" + settings.images().data()
                        + ") is not what it was when the model was trained; put the images back as they were");
            }
            PixelExamples images = new PixelExamples(pixels, input.preprocessing());
            int[] files = split.validation();
            float[][] probabilities = new float[files.length][];
            for (int start = 0; start < files.length; start += BATCH) {
                int[] batch = Arrays.copyOfRange(files, start, Math.min(files.length, start + BATCH));
                System.arraycopy(probabilities(images, batch), 0, probabilities, start, batch.length);
            }
            int[] labels = Arrays.stream(files)
                    .map(file -> folder.files().get(file).label())
                    .toArray();
            return Evaluation.of(classes(), probabilities, labels);
        } catch (UnusableData | TrainingFailure e) {
            throw new IllegalArgumentException("data " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
