package dev.sextant.worker.image.backbone;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.studyfile.Suggestion;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.data.SharedStore;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.keras.KerasFile;
import dev.sextant.worker.image.keras.KerasNetwork;
import dev.sextant.worker.image.keras.UnusableKeras;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A pretrained Deeplearning4j network that turns images into features. Only read, never trained. Each {@link #open} makes
 * a network of its own, so the backbone itself is safe for use by many threads.
 */
public final class Backbone {
    private static final String SETTING = "backbone";

    /** Pixels, where a network takes images of any size and nobody says which. */
    private static final int ANY_SIZE = 224;

    /** Layers that a message names. */
    private static final int LAST = 8;

    private static final SharedStore<String, Backbone> SHARED =
            new SharedStore<>(Runtime.getRuntime().maxMemory() / 8, backbone -> backbone.zip.length);

    private final String uri;
    private final byte[] zip;
    private final String sha256;
    private final boolean graph;
    private final boolean mayFlatten;
    private final boolean mayDecide;
    private final OptionalInt imageSize;
    private final Optional<BackboneCard> card;
    private final String output;

    private Optional<String> features = Optional.empty();
    private OptionalInt channels = OptionalInt.empty();
    private Optional<BackboneNetwork.Shapes> shapes = Optional.empty();
    private final Map<Boolean, BackboneLayout> layouts = new HashMap<>();

    private Backbone(
            String uri,
            byte[] zip,
            String sha256,
            String configuration,
            OptionalInt imageSize,
            Optional<BackboneCard> card,
            String output) {
        this.uri = uri;
        this.zip = zip;
        this.sha256 = sha256;
        this.graph = configuration.contains("\"vertices\"");
        this.mayFlatten = configuration.contains(CnnToFeedForwardPreProcessor.class.getSimpleName());
        this.mayDecide = FeatureLayer.mayDecide(configuration);
        this.imageSize = imageSize;
        this.card = card;
        this.output = output;
    }

    /**
     * Reads a backbone, from memory when this process read it before.
     *
     * @param path a Hadoop path of a zip that Deeplearning4j's ModelSerializer wrote, or of an {@code .h5} file of Keras
     */
    public static Backbone read(String path) throws UnusableData, TrainingFailure, InterruptedException {
        try {
            Path zip = new Path(path);
            FileSystem files = zip.getFileSystem(HadoopFiles.configuration());
            if (!files.exists(zip)
                    && BackboneRepository.ofThisUser().find(zip.getName()).isPresent()) {
                zip = new Path(BackboneRepository.ofThisUser()
                        .find(zip.getName())
                        .get()
                        .toUri());
                files = zip.getFileSystem(HadoopFiles.configuration());
            }
            FileSystem holding = files;
            FileStatus status = files.getFileStatus(zip);
            String version = status.getPath() + " " + status.getLen() + " " + status.getModificationTime();
            return SHARED.get(version, () -> read(holding, status.getPath()));
        } catch (FileNotFoundException e) {
            throw new UnusableData(
                    SETTING,
                    "(" + path + ") does not exist, nor is there a "
                            + BackboneRepository.bare(new Path(path).getName()) + ".zip in "
                            + BackboneRepository.ofThisUser().folder()
                            + "; give the zip of a Deeplearning4j network whose "
                            + "output is a feature vector or the .h5 file of a Keras network, put it there with "
                            + "`sextant backbones add FILE`, or leave the setting out to train a small network from scratch",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableData(SETTING, "(" + path + ") cannot be read: " + e.getMessage(), e);
        }
    }

    private static Backbone read(FileSystem files, Path path) throws IOException, UnusableData {
        byte[] bytes;
        try (var in = files.open(path)) {
            bytes = in.readAllBytes();
        }
        Optional<BackboneCard> card = card(files, path);
        String digest = Sha256.of(bytes);
        String promised = card.map(BackboneCard::sha256).orElse("");
        if (!promised.isEmpty() && !promised.equals(digest)) {
            throw new UnusableData(
                    SETTING,
                    "(" + path + ") has the SHA-256 " + digest + ", not " + promised
                            + " as its card says; it is damaged or "
                            + "another network: fetch it again, or correct the card");
        }
        if (KerasFile.isNamedSo(path.getName())) {
            return ofKeras(path.toString(), bytes, digest, card);
        }
        return of(path.toString(), bytes, digest, card);
    }

    /**
     * A network of Deeplearning4j's.
     *
     * @param bytes of the zip
     * @param digest its SHA-256
     */
    static Backbone of(String uri, byte[] bytes, String digest, Optional<BackboneCard> card)
            throws IOException, UnusableData {
        String configuration = configuration(bytes)
                .orElseThrow(() -> new UnusableData(
                        SETTING,
                        "(" + uri + ") is not a zip that Deeplearning4j's ModelSerializer wrote: it has no "
                                + ModelSerializer.CONFIGURATION_JSON));
        OptionalInt imageSize =
                card.map(found -> OptionalInt.of(found.imageSize())).orElse(OptionalInt.empty());
        return new Backbone(
                uri,
                bytes,
                digest,
                configuration,
                imageSize,
                card,
                card.map(BackboneCard::output).orElse(""));
    }

    private static Optional<BackboneCard> card(FileSystem files, Path network) throws IOException, UnusableData {
        Path card = new Path(network.getParent(), BackboneRepository.bare(network.getName()) + BackboneRepository.CARD);
        if (!files.exists(card)) {
            return Optional.empty();
        }
        try (var in = files.open(card)) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(BackboneCard.parse(card.toString(), json));
        }
    }

    private static Backbone ofKeras(String uri, byte[] h5, String digest, Optional<BackboneCard> card)
            throws IOException, UnusableData {
        java.nio.file.Path copy = Files.createTempFile("sextant-backbone", ".h5");
        try {
            // The HDF5 library reads local files alone.
            Files.write(copy, h5);
            Optional<String> output = card.map(BackboneCard::output).filter(name -> !name.isEmpty());
            try (KerasNetwork network = KerasFile.read(copy, output)) {
                return new Backbone(
                        uri,
                        network.zip(),
                        digest,
                        network.graph().getConfiguration().toJson(),
                        card.map(found -> OptionalInt.of(found.imageSize())).orElse(network.imageSize()),
                        card.map(BackboneCard::withoutOutput).or(() -> cardOf(network)),
                        output.orElse(""));
            }
        } catch (UnusableKeras e) {
            throw new UnusableData(SETTING, "(" + uri + ") " + e.getMessage(), e);
        } finally {
            Files.delete(copy);
        }
    }

    /** What {@code keras.applications} says of its networks. */
    private static Optional<BackboneCard> cardOf(KerasNetwork network) {
        return network.imageSize().isEmpty()
                ? Optional.empty()
                : network.preprocessing()
                        .map(Preprocessing::named)
                        .map(preprocessing ->
                                BackboneCard.of(network.imageSize().getAsInt(), preprocessing, network.blocks()));
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

    public String uri() {
        return uri;
    }

    /** Of the zip. */
    public String sha256() {
        return sha256;
    }

    /**
     * The layer whose values are the features: the one that the card beside the file names, else what the layer is fed that
     * decides between classes; empty for the network's own output. Where there may be such a layer, the first call loads the
     * network to see.
     */
    public synchronized String output() throws UnusableData {
        if (output.isEmpty() && mayDecide && features.isEmpty()) {
            look(true);
        }
        return output.isEmpty() ? features.orElse("") : output;
    }

    public Optional<BackboneCard> card() {
        return card;
    }

    /** Side of the images that it was trained on, pixels; empty when neither its card nor the network says. */
    public OptionalInt imageSize() {
        return imageSize;
    }

    /** Colour channels of the input; the first call loads the network to see. */
    public synchronized int channels() throws UnusableData {
        if (channels.isEmpty()) {
            look(true);
        }
        return channels.getAsInt();
    }

    /**
     * Where the network can be cut; the first call loads it to see.
     *
     * @param folded as for {@link #open}
     */
    public synchronized BackboneLayout layout(boolean folded) throws UnusableData {
        if (!layouts.containsKey(folded)) {
            look(folded);
        }
        return layouts.get(folded);
    }

    /**
     * Refuses images of a size that a layer cannot take. Those of the size that it was trained on are not looked at, nor are
     * larger ones where the network has no layer that sees the whole of its maps; where that size is not known, none are.
     *
     * @param size side, pixels
     */
    public synchronized void checkSize(int size) throws UnusableData {
        if (imageSize.isEmpty() || size == imageSize.getAsInt() || (size > imageSize.getAsInt() && !mayFlatten)) {
            return;
        }
        if (shapes.isEmpty()) {
            look(true);
        }
        BackboneNetwork.Shapes known = shapes.orElseThrow();
        // A network whose layers cannot say what they make of any size may still work.
        if (!known.fit(size) && known.fit(imageSize.getAsInt())) {
            throw new UnusableData(
                    "image_size",
                    "(" + size + ") does not fit the backbone " + uri + ", which was trained on "
                            + imageSize.getAsInt()
                            + (known.flatten()
                                    ? " pixels and has a dense layer that takes maps of one size; leave it out, or take "
                                            + "the features from a layer below: `output` in its card"
                                    : " pixels: nothing of the images is left in one of its layers; take "
                                            + "a larger one"));
        }
    }

    /** Loading takes a while: all that may be asked for is noted at once. */
    private void look(boolean folded) throws UnusableData {
        try (BackboneNetwork network = open(folded)) {
            channels = OptionalInt.of(network.channels());
            shapes = Optional.of(network.shapes());
            layouts.put(folded, network.layout());
        }
    }

    /**
     * Loads the network.
     *
     * @param folded whether batch norm is merged into the convolutions before it
     */
    public BackboneNetwork open(boolean folded) throws UnusableData {
        try {
            ByteArrayInputStream in = new ByteArrayInputStream(zip);
            ComputationGraph network = graph
                    ? ModelSerializer.restoreComputationGraph(in, false)
                    : ModelSerializer.restoreMultiLayerNetwork(in, false).toComputationGraph();
            Optional<String> named = card.map(BackboneCard::output).filter(name -> !name.isEmpty());
            if (named.isPresent() && network.getVertex(named.get()) == null) {
                throw new UnusableData(SETTING, "(" + uri + ") has a card whose " + noOutput(network, named.get()));
            }
            String vertex = named.orElseGet(() -> FeatureLayer.vertex(network));
            boolean own = network.getConfiguration().getNetworkOutputs().get(0).equals(vertex);
            features = Optional.of(own ? "" : vertex);
            Optional<ComputationGraph> part = FeatureLayer.ending(network, vertex, imageSize.orElse(ANY_SIZE));
            if (part.isPresent()) {
                network.close();
            }
            ComputationGraph ending = part.orElse(network);
            ComputationGraph ready = folded ? BatchNormFolding.fold(ending) : ending;
            return new BackboneNetwork(
                    uri,
                    ready,
                    ready.getConfiguration().getNetworkOutputs().get(0),
                    card.map(BackboneCard::blocks).orElse(Map.of()));
        } catch (IOException | RuntimeException e) {
            throw new UnusableData(
                    SETTING, "(" + uri + ") cannot be loaded as a Deeplearning4j network: " + e.getMessage(), e);
        }
    }

    private static String noOutput(ComputationGraph network, String output) {
        List<String> names =
                List.copyOf(network.getConfiguration().getVertices().keySet());
        return "output (" + output + ") is no layer of the network; "
                + Suggestion.nearest(output, names)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("its last are "
                                + String.join(", ", names.subList(Math.max(0, names.size() - LAST), names.size())));
    }
}
