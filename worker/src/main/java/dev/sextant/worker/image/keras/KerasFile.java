package dev.sextant.worker.image.keras;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelBuilder;

/**
 * An {@code .h5} file that Keras 2 wrote: a whole network ({@code model.save}), or the weights alone of one of the networks
 * in {@code keras.applications} whose layers are known here ({@code model.save_weights}; so are the files that Keras
 * publishes).
 */
public final class KerasFile {
    private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final String DESCRIPTION = "model_config";

    /** Pixels, where a network takes images of any size and nobody says which. */
    private static final int ANY_SIZE = 224;

    static {
        KerasLayer.registerCustomLayer(ScaledBranch.CLASS, ScaledBranch.class);
    }

    private KerasFile() {}

    /** Whether a file's name says that it is one. */
    public static boolean isNamedSo(String name) {
        return name.endsWith(".h5") || name.endsWith(".hdf5") || name.endsWith(".keras");
    }

    /**
     * Reads a network.
     *
     * @param output the layer whose activations are the features; empty for what the last dense layer is fed, or the
     *     network's own output where that is no dense layer. Maps are averaged to one vector
     * @throws UnusableKeras when it is no such file or has layers that cannot be read
     */
    public static KerasNetwork read(Path file, Optional<String> output) throws IOException, UnusableKeras {
        check(file);
        // The HDF5 library is used by one thread at a time.
        synchronized (Hdf5Archive.LOCK_OBJECT) {
            Optional<ObjectNode> description;
            List<String> groups;
            try (Opened opened = new Opened(file, Optional.empty())) {
                description = opened.description();
                groups = opened.getGroups();
            } catch (UnsupportedKerasConfigurationException e) {
                throw new UnusableKeras("has no readable description of its layers: " + e.getMessage(), e);
            } catch (LinkageError e) {
                throw new UnusableKeras(
                        "cannot be read here, where the HDF5 library is missing (" + e.getMessage()
                                + "); convert it on another machine with `sextant backbones add` and copy the zip and its "
                                + "card from there",
                        e);
            } catch (RuntimeException e) {
                throw new UnusableKeras("is damaged or cut off (" + e.getMessage() + "); fetch it again", e);
            }
            KerasLayers layers = description.isPresent() ? new KerasLayers(description.get()) : WeightsAlone.of(groups);
            return network(
                    file, layers, output, description.isPresent() ? Optional.of("model_weights") : Optional.empty());
        }
    }

    private static void check(Path file) throws IOException, UnusableKeras {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(MAGIC.length);
        }
        if (first.length > 1 && first[0] == 'P' && first[1] == 'K') {
            throw new UnusableKeras(
                    "is in Keras' newer format; save it as HDF5: model.save(\"network.h5\"), with Keras 2");
        }
        if (!Arrays.equals(first, MAGIC)) {
            throw new UnusableKeras("is no HDF5 file, as Keras writes with model.save(\"network.h5\")");
        }
    }

    private static KerasNetwork network(Path file, KerasLayers layers, Optional<String> output, Optional<String> root)
            throws IOException, UnusableKeras {
        Optional<KnownNetwork> known = KnownNetwork.named(layers.name());
        layers.readScaledBranches();
        if (output.isPresent()) {
            layers.endAt(output.get());
        } else {
            layers.endAtFeatures();
        }
        layers.check();
        OptionalInt fixed = layers.imageSize();
        OptionalInt size = fixed.isPresent()
                ? fixed
                : known.map(found -> OptionalInt.of(found.imageSize())).orElse(OptionalInt.empty());
        layers.takeImages(size.orElse(ANY_SIZE));
        ComputationGraph imported = imported(file, layers, root);
        try {
            ComputationGraph turned =
                    ChannelsFirst.of(imported, layers.output(), size.orElse(ANY_SIZE), layers.channels());
            return new KerasNetwork(
                    turned,
                    size,
                    known.map(KnownNetwork::preprocessing),
                    known.map(found -> found.blocksIn(layers.names())).orElse(Map.of()));
        } finally {
            imported.close();
        }
    }

    private static ComputationGraph imported(Path file, KerasLayers layers, Optional<String> root)
            throws IOException, UnusableKeras {
        try (KerasModelBuilder builder = new KerasModel().modelBuilder()) {
            builder.modelJson(layers.json()).enforceTrainingConfig(false);
            builder.setWeightsArchive(new Opened(file, Optional.of(Set.copyOf(layers.names()))));
            root.ifPresent(builder::setWeightsRoot);
            KerasModel model = builder.buildModel();
            return model.getComputationGraph(true);
        } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException | RuntimeException e) {
            throw new UnusableKeras("cannot be read as a network: " + e.getMessage(), e);
        }
    }

    /** The file, showing the weights of some layers only. */
    private static final class Opened extends Hdf5Archive implements AutoCloseable {
        private final Optional<Set<String>> shown;

        Opened(Path file, Optional<Set<String>> shown) {
            super(file.toString());
            this.shown = shown;
        }

        Optional<ObjectNode> description() throws IOException, UnsupportedKerasConfigurationException {
            return hasAttribute(DESCRIPTION)
                    ? Optional.of((ObjectNode) new ObjectMapper().readTree(readAttributeAsJson(DESCRIPTION)))
                    : Optional.empty();
        }

        @Override
        public List<String> getGroups(String... groups) {
            List<String> all = super.getGroups(groups);
            return shown.map(names -> all.stream().filter(names::contains).toList())
                    .orElse(all);
        }
    }
}
