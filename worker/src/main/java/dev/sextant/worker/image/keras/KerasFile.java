package dev.sextant.worker.image.keras;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.worker.image.saved.NetworkFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelBuilder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reader of {@code .h5} files that Keras 2 wrote: a whole network ({@code model.save}), or only the weights of a
 * network in {@code keras.applications} whose layers are known here ({@code model.save_weights}, like the files that
 * Keras publishes).
 */
public final class KerasFile {
    private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final String DESCRIPTION = "model_config";

    /** Image side, pixels, for networks that take images of any size. */
    private static final int DEFAULT_SIZE = 224;

    /** Most times that the weights may be larger than the file: weights hardly compress. */
    private static final long MAX_COMPRESSION = 10;

    static {
        KerasLayer.registerCustomLayer(KerasScale.CLASS, KerasScale.class);
    }

    private KerasFile() {}

    /** Tells whether a file's name has an extension of Keras files. */
    public static boolean hasExtension(String name) {
        return name.endsWith(".h5") || name.endsWith(".hdf5") || name.endsWith(".keras");
    }

    /**
     * Reads a network. Maps are averaged to one vector.
     *
     * @param output layer whose activations are the features; if empty, the input of the last dense layer, or the
     *     network's output if its last layer is not dense
     * @throws UnusableKerasFile if it is not such a file or has layers that cannot be read
     */
    public static KerasNetwork read(Path file, Optional<String> output) throws IOException, UnusableKerasFile {
        check(file);
        // The HDF5 library is not safe for use by several threads.
        synchronized (Hdf5Archive.LOCK_OBJECT) {
            Optional<ObjectNode> description;
            List<String> groups;
            try (Archive archive = new Archive(file, Optional.empty())) {
                description = archive.description();
                groups = archive.getGroups();
            } catch (UnsupportedKerasConfigurationException e) {
                throw new UnusableKerasFile("has no readable description of its layers: " + e.getMessage(), e);
            } catch (LinkageError e) {
                throw new UnusableKerasFile(
                        "cannot be read here, where the HDF5 library is missing (" + e.getMessage()
                                + "); convert it on another machine with `sextant backbones add` and copy "
                                + "the zip and the "
                                + "card from there",
                        e);
            } catch (RuntimeException e) {
                throw new UnusableKerasFile("is damaged or cut off (" + e.getMessage() + "); download it again", e);
            }
            KerasLayers layers =
                    description.isPresent() ? new KerasLayers(description.get()) : WeightsOnlyFile.of(groups);
            return network(
                    file, layers, output, description.isPresent() ? Optional.of("model_weights") : Optional.empty());
        }
    }

    private static void check(Path file) throws IOException, UnusableKerasFile {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(MAGIC.length);
        }
        if (first.length > 1 && first[0] == 'P' && first[1] == 'K') {
            throw new UnusableKerasFile(
                    "is in the format of Keras 3; save it as HDF5 with Keras 2: model.save(\"network.h5\")");
        }
        if (!Arrays.equals(first, MAGIC)) {
            throw new UnusableKerasFile(
                    "is not an HDF5 file; save the network with Keras 2: model.save(\"network.h5\")");
        }
    }

    private static KerasNetwork network(Path file, KerasLayers layers, Optional<String> output, Optional<String> root)
            throws IOException, UnusableKerasFile {
        Optional<KerasApplication> application = KerasApplication.named(layers.name());
        layers.replaceScaledBranches();
        if (output.isPresent()) {
            layers.endAt(output.get());
        } else {
            layers.endAtFeatures();
        }
        layers.check();
        OptionalInt fixedSize = layers.imageSize();
        OptionalInt size = fixedSize.isPresent()
                ? fixedSize
                : application.map(found -> OptionalInt.of(found.imageSize())).orElse(OptionalInt.empty());
        layers.setImageSize(size.orElse(DEFAULT_SIZE));
        ComputationGraph imported = importNetwork(file, layers, root);
        try {
            ComputationGraph converted =
                    ChannelsFirst.of(imported, layers.output(), size.orElse(DEFAULT_SIZE), layers.channels());
            return new KerasNetwork(
                    converted,
                    size,
                    application.map(KerasApplication::preprocessing),
                    application.map(found -> found.blocksIn(layers.names())).orElse(Map.of()));
        } finally {
            imported.close();
        }
    }

    private static ComputationGraph importNetwork(Path file, KerasLayers layers, Optional<String> root)
            throws IOException, UnusableKerasFile {
        try (KerasModelBuilder builder = new KerasModel().modelBuilder()) {
            builder.modelJson(layers.json()).enforceTrainingConfig(false);
            builder.setWeightsArchive(new Archive(file, Optional.of(Set.copyOf(layers.names()))));
            root.ifPresent(builder::setWeightsRoot);
            KerasModel model = builder.buildModel();
            return model.getComputationGraph(true);
        } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException | RuntimeException e) {
            throw new UnusableKerasFile("cannot be imported by Deeplearning4j: " + e.getMessage(), e);
        }
    }

    /**
     * HDF5 file that may hide the weights of layers which are not imported. It reads no more weights than the file may
     * hold: an array whose values were never written takes no space.
     */
    private static final class Archive extends Hdf5Archive implements AutoCloseable {
        private final Optional<Set<String>> visible;
        private long unreadWeights;

        /** Opens a file and shows the weights of the named layers; all if empty. */
        Archive(Path file, Optional<Set<String>> visible) throws IOException {
            super(file.toString());
            this.visible = visible;
            this.unreadWeights = Math.min(NetworkFile.MAX_BYTES, MAX_COMPRESSION * Files.size(file)) / Float.BYTES;
        }

        @Override
        public INDArray readDataSet(String name, String... groups) throws UnsupportedKerasConfigurationException {
            Group[] path = openGroups(groups);
            try (DataSet weights = path[path.length - 1].openDataSet(name);
                    DataSpace space = weights.getSpace()) {
                long values = space.getSimpleExtentNpoints();
                if (values < 0 || values > unreadWeights) {
                    throw new UnsupportedKerasConfigurationException(
                            "its array " + name + " declares " + values + " values, more than the file may hold");
                }
                unreadWeights -= values;
            } finally {
                closeGroups(path);
            }
            return super.readDataSet(name, groups);
        }

        /** Returns the description of the layers, JSON; empty in a file with weights only. */
        Optional<ObjectNode> description() throws IOException, UnsupportedKerasConfigurationException {
            return hasAttribute(DESCRIPTION)
                    ? Optional.of((ObjectNode) new ObjectMapper().readTree(readAttributeAsJson(DESCRIPTION)))
                    : Optional.empty();
        }

        @Override
        public List<String> getGroups(String... groups) {
            List<String> all = super.getGroups(groups);
            return visible.map(names -> all.stream().filter(names::contains).toList())
                    .orElse(all);
        }
    }
}
