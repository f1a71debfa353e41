package dev.sextant.worker.image.backbone;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.studyfile.Suggestion;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.data.SharedStore;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.keras.KerasFile;
import dev.sextant.worker.image.keras.KerasNetwork;
import dev.sextant.worker.image.keras.UnusableKerasFile;
import dev.sextant.worker.image.saved.NetworkFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Pretrained Deeplearning4j network that turns images into features. Its weights are never changed. Each {@link #open}
 * loads a network of its own, so the backbone itself is safe for use by many threads.
 */
public final class Backbone {
    private static final String SETTING = "backbone";

    /** Image side, pixels, for networks that take images of any size. */
    private static final int DEFAULT_SIZE = 224;

    /** Most layers that a message names. */
    private static final int MAX_NAMED = 8;

    private static final SharedStore<String, Backbone> SHARED =
            new SharedStore<>(Runtime.getRuntime().maxMemory() / 8, backbone -> backbone.contents.zip.length);

    private final Contents contents;
    private final boolean mayFlatten;
    private final boolean mayClassify;
    private final OptionalInt imageSize;
    private final Optional<BackboneCard> card;

    /** Feature layer that the card names; empty if it names none. */
    private final String cardOutput;

    // Found when the network is loaded for the first time; guarded by this.
    private Optional<String> loadedOutput = Optional.empty();
    private OptionalInt channels = OptionalInt.empty();
    private Optional<BackboneNetwork.Shapes> shapes = Optional.empty();
    private Optional<BackboneWork> work = Optional.empty();
    private final Map<Boolean, BackboneLayout> layouts = new HashMap<>();

    /**
     * Network as it was read.
     *
     * @param uri URI of the file
     * @param zip network as Deeplearning4j's ModelSerializer writes it
     * @param sha256 SHA-256 of the file
     * @param configuration the network's configuration, JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Contents(String uri, byte[] zip, String sha256, String configuration) {}

    private Backbone(Contents contents, OptionalInt imageSize, Optional<BackboneCard> card, String cardOutput) {
        String configuration = contents.configuration();
        this.contents = contents;
        this.mayFlatten = configuration.contains(CnnToFeedForwardPreProcessor.class.getSimpleName());
        this.mayClassify = FeatureLayer.mayClassify(configuration);
        this.imageSize = imageSize;
        this.card = card;
        this.cardOutput = cardOutput;
    }

    /**
     * Reads a backbone; a file that this process read before comes from memory.
     *
     * @param path a Hadoop path of a zip that Deeplearning4j's ModelSerializer wrote or of an {@code .h5} file of
     *     Keras; or, without a slash, the name of a network in the user's {@link BackboneRepository}
     * @throws UnusableData if the file is missing, damaged or not a network
     */
    public static Backbone read(String path) throws UnusableData, TrainingFailure, InterruptedException {
        return read(path, BackboneRepository.ofThisUser());
    }

    /** Reads a backbone, whose name is looked up in a repository. */
    static Backbone read(String path, BackboneRepository repository)
            throws UnusableData, TrainingFailure, InterruptedException {
        try {
            Path file = BackboneRepository.isName(path)
                    ? new Path(repository
                            .find(path)
                            .orElseThrow(() -> new FileNotFoundException(path))
                            .toUri())
                    : new Path(path);
            FileSystem files = file.getFileSystem(HadoopFiles.configuration());
            FileStatus status = files.getFileStatus(file);
            String version = status.getPath() + " " + status.getLen() + " " + status.getModificationTime();
            return SHARED.get(version, () -> read(files, status.getPath()));
        } catch (FileNotFoundException e) {
            throw new UnusableData(SETTING, missing(path, repository), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableData(
                    SETTING, "(" + path + ") cannot be read: " + e.getMessage() + "; check its permissions", e);
        }
    }

    /**
     * Reads a backbone as studies of older versions name it: if the path does not exist, the network of its file name in
     * the user's repository. They stored a name as a path in the folder of the study file.
     */
    public static Backbone readByFileName(String path) throws UnusableData, TrainingFailure, InterruptedException {
        return readByFileName(path, BackboneRepository.ofThisUser());
    }

    static Backbone readByFileName(String path, BackboneRepository repository)
            throws UnusableData, TrainingFailure, InterruptedException {
        String name = new Path(path).getName();
        return repository.find(name).isPresent() && !exists(path) ? read(name, repository) : read(path, repository);
    }

    private static boolean exists(String path) throws UnusableData {
        try {
            Path file = new Path(path);
            return file.getFileSystem(HadoopFiles.configuration()).exists(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableData(SETTING, "(" + path + ") cannot be read: " + e.getMessage(), e);
        }
    }

    private static String missing(String path, BackboneRepository repository) {
        String networks =
                "the zip of a Deeplearning4j network, the .h5 file of a Keras network, or the name of a network "
                        + "that `sextant backbones list` shows";
        if (BackboneRepository.isName(path)) {
            return "(" + path + ") is neither a file in the folder of the study file nor a network in "
                    + repository.folder() + "; give " + networks
                    + ", add the network with `sextant backbones add FILE`, "
                    + "or leave the setting out to train a small network from scratch";
        }
        String name = BackboneRepository.withoutExtension(new Path(path).getName());
        return "(" + path + ") does not exist; "
                + (repository.find(name).isPresent()
                        ? "write " + name + ", without a folder, to use the network of that name in "
                                + repository.folder() + ", or correct the path"
                        : "give " + networks + ", or leave the setting out to train a small network from scratch");
    }

    private static Backbone read(FileSystem files, Path path) throws IOException, UnusableData {
        byte[] bytes;
        try (var in = files.open(path)) {
            bytes = BoundedRead.bytes(in, NetworkFile.MAX_BYTES, path.toString());
        }
        Optional<BackboneCard> card = card(files, path);
        String sha256 = Sha256.of(bytes);
        String expected = card.map(BackboneCard::sha256).orElse("");
        if (!expected.isEmpty() && !expected.equals(sha256)) {
            throw new UnusableData(
                    SETTING,
                    "(" + path + ") has the SHA-256 " + sha256 + ", not " + expected
                            + " as its card says; it is damaged or another network: download it again, or "
                            + "correct the card");
        }
        if (KerasFile.hasExtension(path.getName())) {
            return ofKeras(path.toString(), bytes, sha256, card);
        }
        return ofZip(path.toString(), bytes, sha256, card);
    }

    /**
     * Returns a backbone of a Deeplearning4j network.
     *
     * @param zip network as Deeplearning4j's ModelSerializer writes it
     * @param sha256 SHA-256 of the zip
     */
    static Backbone ofZip(String uri, byte[] zip, String sha256, Optional<BackboneCard> card)
            throws IOException, UnusableData {
        String configuration = NetworkFile.configuration(zip)
                .orElseThrow(() -> new UnusableData(
                        SETTING,
                        "(" + uri + ") is not a zip that Deeplearning4j's ModelSerializer wrote: it has no "
                                + ModelSerializer.CONFIGURATION_JSON));
        OptionalInt imageSize =
                card.map(found -> OptionalInt.of(found.imageSize())).orElse(OptionalInt.empty());
        return new Backbone(
                new Contents(uri, zip, sha256, configuration),
                imageSize,
                card,
                card.map(BackboneCard::output).orElse(""));
    }

    private static Optional<BackboneCard> card(FileSystem files, Path network) throws IOException, UnusableData {
        String name = BackboneRepository.withoutExtension(network.getName());
        Path card = new Path(network.getParent(), name + BackboneRepository.CARD);
        if (!files.exists(card)) {
            return Optional.empty();
        }
        try (var in = files.open(card)) {
            return Optional.of(BackboneCard.parse(card.toString(), BoundedRead.text(in, card.toString())));
        }
    }

    private static Backbone ofKeras(String uri, byte[] h5, String sha256, Optional<BackboneCard> card)
            throws IOException, UnusableData {
        java.nio.file.Path copy = Files.createTempFile("sextant-backbone", ".h5");
        try {
            // The HDF5 library reads local files only.
            Files.write(copy, h5);
            Optional<String> output = card.map(BackboneCard::output).filter(name -> !name.isEmpty());
            try (KerasNetwork network = KerasFile.read(copy, output)) {
                String configuration = network.graph().getConfiguration().toJson();
                return new Backbone(
                        new Contents(uri, network.zip(), sha256, configuration),
                        card.map(found -> OptionalInt.of(found.imageSize())).orElse(network.imageSize()),
                        card.map(BackboneCard::withoutOutput).or(() -> cardOf(network)),
                        output.orElse(""));
            }
        } catch (UnusableKerasFile e) {
            throw new UnusableData(SETTING, "(" + uri + ") " + e.getMessage(), e);
        } finally {
            Files.delete(copy);
        }
    }

    /** Returns a card for a network of {@code keras.applications}; empty for other networks. */
    private static Optional<BackboneCard> cardOf(KerasNetwork network) {
        return network.imageSize().isEmpty()
                ? Optional.empty()
                : network.preprocessing()
                        .map(Preprocessing::named)
                        .map(preprocessing ->
                                BackboneCard.of(network.imageSize().getAsInt(), preprocessing, network.blocks()));
    }

    /** Returns the URI of the file. */
    public String uri() {
        return contents.uri();
    }

    /** Returns the SHA-256 of the file. */
    public String sha256() {
        return contents.sha256();
    }

    /**
     * Returns the layer whose activations are the features: the one that the card names, else the input of the
     * classification layer; empty for the network's own output. The first call loads the network if it may have a
     * classification layer.
     */
    public synchronized String output() throws UnusableData {
        if (cardOutput.isEmpty() && mayClassify && loadedOutput.isEmpty()) {
            inspect(true);
        }
        return cardOutput.isEmpty() ? loadedOutput.orElse("") : cardOutput;
    }

    /** Returns the card next to the file, or one for a known Keras network; empty if there is neither. */
    public Optional<BackboneCard> card() {
        return card;
    }

    /** Returns the side of the images that it was trained on, pixels; empty if neither card nor network gives it. */
    public OptionalInt imageSize() {
        return imageSize;
    }

    /** Returns the number of color channels of the input. The first call loads the network. */
    public synchronized int channels() throws UnusableData {
        if (channels.isEmpty()) {
            inspect(true);
        }
        return channels.getAsInt();
    }

    /**
     * Returns the layers and the points where the network can be cut. The first call loads the network.
     *
     * @param folded as for {@link #open}
     */
    public synchronized BackboneLayout layout(boolean folded) throws UnusableData {
        if (!layouts.containsKey(folded)) {
            inspect(folded);
        }
        return layouts.get(folded);
    }

    /**
     * Checks that the network takes images of a size.
     *
     * <p>Does not load the network for the size that it was trained on, nor for a larger one if the network has no
     * flattening layer. Accepts every size if the size that it was trained on is not known.
     *
     * @param size side, pixels
     * @throws UnusableData if a layer cannot take images of this size
     */
    public synchronized void checkSize(int size) throws UnusableData {
        if (imageSize.isEmpty() || size == imageSize.getAsInt() || (size > imageSize.getAsInt() && !mayFlatten)) {
            return;
        }
        if (shapes.isEmpty()) {
            inspect(true);
        }
        BackboneNetwork.Shapes layers = shapes.orElseThrow();
        // A network whose layers do not infer shapes even for its own size may still work.
        if (!layers.accept(size) && layers.accept(imageSize.getAsInt())) {
            throw new UnusableData(
                    "image_size",
                    "(" + size + ") does not fit the backbone " + uri() + ", which was trained on "
                            + imageSize.getAsInt()
                            + (layers.flatten()
                                    ? " pixels and has a dense layer for maps of one size; leave image_size "
                                            + "out, or name "
                                            + "a layer below as `output` in its card"
                                    : " pixels: one of its layers would get maps without any pixel; use a "
                                            + "larger size"));
        }
    }

    /**
     * Counts the multiplications of a forward pass. The first call loads the network.
     *
     * @param size side of the image, pixels
     * @param from first block or layer that is trained; empty for all
     * @throws UnusableData if there is no block or layer of that name
     */
    public synchronized Multiplications multiplications(int size, Optional<String> from) throws UnusableData {
        if (work.isEmpty()) {
            inspect(true);
        }
        return work.orElseThrow().at(size, from);
    }

    /** Loads the network and records all properties that depend on it at once, as loading is slow. */
    private synchronized void inspect(boolean folded) throws UnusableData {
        try (BackboneNetwork network = open(folded)) {
            channels = OptionalInt.of(network.channels());
            shapes = Optional.of(network.shapes());
            work = Optional.of(BackboneWork.of(network));
            layouts.put(folded, network.layout());
        }
    }

    /**
     * Loads the network, up to its features.
     *
     * @param folded whether batch norm is merged into the convolutions before it
     * @return a network of its own, to be closed by the caller
     */
    public BackboneNetwork open(boolean folded) throws UnusableData {
        try {
            ComputationGraph network = NetworkFile.restore(contents.zip());
            String vertex = featureVertex(network);
            Optional<ComputationGraph> part = FeatureLayer.truncate(network, vertex, imageSize.orElse(DEFAULT_SIZE));
            if (part.isPresent()) {
                network.close();
            }
            ComputationGraph truncated = part.orElse(network);
            ComputationGraph ready = folded ? BatchNormFolding.fold(truncated) : truncated;
            return new BackboneNetwork(
                    uri(),
                    ready,
                    ready.getConfiguration().getNetworkOutputs().get(0),
                    card.map(BackboneCard::blocks).orElse(Map.of()));
        } catch (IOException | RuntimeException e) {
            throw new UnusableData(
                    SETTING, "(" + uri() + ") cannot be loaded as a Deeplearning4j network: " + e.getMessage(), e);
        }
    }

    /** Returns the vertex whose activations are the features, and records it for {@link #output}. */
    private String featureVertex(ComputationGraph network) throws UnusableData {
        Optional<String> named = card.map(BackboneCard::output).filter(name -> !name.isEmpty());
        if (named.isPresent() && network.getVertex(named.get()) == null) {
            throw new UnusableData(SETTING, "(" + uri() + ") has a card whose " + unknownOutput(network, named.get()));
        }
        String vertex = named.orElseGet(() -> FeatureLayer.vertex(network));
        boolean isNetworkOutput =
                network.getConfiguration().getNetworkOutputs().get(0).equals(vertex);
        synchronized (this) {
            loadedOutput = Optional.of(isNetworkOutput ? "" : vertex);
        }
        return vertex;
    }

    private static String unknownOutput(ComputationGraph network, String output) {
        List<String> names =
                List.copyOf(network.getConfiguration().getVertices().keySet());
        return "output (" + output + ") is not a layer of the network; "
                + Suggestion.nearest(output, names)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("its last layers are "
                                + String.join(
                                        ", ", names.subList(Math.max(0, names.size() - MAX_NAMED), names.size())));
    }
}
