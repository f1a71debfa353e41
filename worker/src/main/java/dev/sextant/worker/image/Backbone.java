package dev.sextant.worker.image;

import dev.sextant.common.trainer.TrainingFailure;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A pretrained Deeplearning4j network that turns images into features. Only read, never trained. Each {@link #open} makes
 * a network of its own, so the backbone itself is safe for use by many threads.
 */
final class Backbone {
    private static final String SETTING = "backbone";
    private static final SharedStore<String, Backbone> SHARED =
            new SharedStore<>(Runtime.getRuntime().maxMemory() / 8, backbone -> backbone.zip.length);

    private final String uri;
    private final byte[] zip;
    private final String sha256;
    private final boolean graph;
    private final Optional<BackboneCard> card;

    private OptionalInt channels = OptionalInt.empty();

    private Backbone(String uri, byte[] zip, boolean graph, Optional<BackboneCard> card) {
        this.uri = uri;
        this.zip = zip;
        this.sha256 = Digests.sha256(zip);
        this.graph = graph;
        this.card = card;
    }

    /** Runs the network without dropout and the like. Used by one thread. */
    interface Network {
        /** Features [n × width] of inputs [n × channels × size × size]. */
        INDArray features(INDArray inputs) throws UnusableData;

        /** Colour channels of the input. */
        int channels();
    }

    /**
     * Reads a backbone, from memory when this process read it before.
     *
     * @param path a Hadoop path of a zip that Deeplearning4j's ModelSerializer wrote
     */
    static Backbone read(String path) throws UnusableData, TrainingFailure, InterruptedException {
        try {
            Path zip = new Path(path);
            FileSystem files = zip.getFileSystem(HadoopConfiguration.current());
            FileStatus status = files.getFileStatus(zip);
            String version = status.getPath() + " " + status.getLen() + " " + status.getModificationTime();
            return SHARED.get(version, () -> read(files, status.getPath()));
        } catch (FileNotFoundException e) {
            throw new UnusableData(
                    SETTING,
                    "(" + path + ") does not exist; give the zip of a Deeplearning4j network whose output is a feature "
                            + "vector, or leave the setting out to train a small network from scratch",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableData(SETTING, "(" + path + ") cannot be read: " + e.getMessage(), e);
        }
    }

    private static Backbone read(FileSystem files, Path path) throws IOException, UnusableData {
        byte[] zip;
        try (var in = files.open(path)) {
            zip = in.readAllBytes();
        }
        String configuration = configuration(zip)
                .orElseThrow(() -> new UnusableData(
                        SETTING,
                        "(" + path + ") is not a zip that Deeplearning4j's ModelSerializer wrote: it has no "
                                + ModelSerializer.CONFIGURATION_JSON));
        Path card = new Path(path.getParent(), path.getName().replaceFirst("\\.zip$", "") + ".card.json");
        Optional<BackboneCard> read = Optional.empty();
        if (files.exists(card)) {
            try (var in = files.open(card)) {
                String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                read = Optional.of(BackboneCard.parse(card.toString(), json));
            }
        }
        return new Backbone(path.toString(), zip, configuration.contains("\"vertices\""), read);
    }

    private static Optional<String> configuration(byte[] zip) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(ModelSerializer.CONFIGURATION_JSON)) {
                    return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return Optional.empty();
    }

    String uri() {
        return uri;
    }

    /** Of the zip. */
    String sha256() {
        return sha256;
    }

    Optional<BackboneCard> card() {
        return card;
    }

    /** Colour channels of the input; the first call loads the network to see. */
    synchronized int channels() throws UnusableData {
        if (channels.isEmpty()) {
            channels = OptionalInt.of(open().channels());
        }
        return channels.getAsInt();
    }

    /** Loads the network. */
    Network open() throws UnusableData {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(zip);
            return graph
                    ? new Graph(uri, ModelSerializer.restoreComputationGraph(in, false))
                    : new Layers(uri, ModelSerializer.restoreMultiLayerNetwork(in, false));
        } catch (IOException | RuntimeException e) {
            throw new UnusableData(
                    SETTING, "(" + uri + ") cannot be loaded as a Deeplearning4j network: " + e.getMessage(), e);
        }
    }

    private record Graph(String uri, ComputationGraph network) implements Network {
        @Override
        public INDArray features(INDArray inputs) throws UnusableData {
            return vector(uri, network.outputSingle(inputs));
        }

        @Override
        public int channels() {
            return Backbone.channels(network.getLayers());
        }
    }

    private record Layers(String uri, MultiLayerNetwork network) implements Network {
        @Override
        public INDArray features(INDArray inputs) throws UnusableData {
            return vector(uri, network.output(inputs));
        }

        @Override
        public int channels() {
            return Backbone.channels(network.getLayers());
        }
    }

    private static INDArray vector(String uri, INDArray output) throws UnusableData {
        if (output.rank() != 2) {
            throw new UnusableData(
                    SETTING,
                    "(" + uri + ") gives an output of rank " + output.rank()
                            + "; end the network with global pooling, so that its output is one vector an image");
        }
        return output;
    }

    /** The first convolution's weights are [out × in × height × width]. */
    private static int channels(Layer[] layers) {
        return Arrays.stream(layers)
                .map(Layer::paramTable)
                .map(Map::values)
                .flatMap(java.util.Collection::stream)
                .filter(weights -> weights.rank() == 4)
                .mapToInt(weights -> (int) weights.size(1))
                .findFirst()
                .orElse(3);
    }
}
