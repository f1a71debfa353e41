package dev.sextant.worker.image.saved;

import dev.sextant.common.files.BoundedRead;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reader of zips in the format of Deeplearning4j's ModelSerializer. It reads the configuration and the weights only:
 * ModelSerializer itself also deserializes a Java object, {@code preprocessor.bin}, from any zip.
 */
public final class NetworkFile {
    /** Most bytes of a zip: a Java array holds no more. */
    public static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private static final int MAX_ENTRIES = 1000;

    /** Most bytes of all entries together, with a network's updater, which is twice its size. */
    private static final long MAX_UNPACKED_BYTES = 4L * MAX_BYTES;

    private static final int BUFFER_BYTES = 1 << 16;

    private NetworkFile() {}

    /**
     * Returns the configuration of a network, JSON; empty if there is none.
     *
     * @throws IOException if the zip is damaged or exceeds a bound
     */
    public static Optional<String> configuration(byte[] zip) throws IOException {
        try (Entries entries = new Entries(zip, MAX_UNPACKED_BYTES)) {
            while (entries.next()) {
                if (entries.name().equals(ModelSerializer.CONFIGURATION_JSON)) {
                    return Optional.of(BoundedRead.text(entries.in(), entries.name()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Restores a network. One that is a list of layers becomes a graph.
     *
     * @throws IOException if the zip is damaged or exceeds a bound, names classes of others, or its weights do not fit
     *     its configuration
     */
    public static ComputationGraph restore(byte[] zip) throws IOException {
        return restore(zip, MAX_UNPACKED_BYTES);
    }

    static ComputationGraph restore(byte[] zip, long maxUnpackedBytes) throws IOException {
        String json = configuration(zip)
                .orElseThrow(() -> new IOException("it has no entry " + ModelSerializer.CONFIGURATION_JSON));
        Optional<ComputationGraph> network = Optional.empty();
        try (Entries entries = new Entries(zip, maxUnpackedBytes)) {
            while (entries.next()) {
                if (entries.name().equals(ModelSerializer.COEFFICIENTS_BIN)) {
                    network = Optional.of(restore(json, entries.in()));
                }
            }
        }
        return network.orElseThrow(() -> new IOException("it has no entry " + ModelSerializer.COEFFICIENTS_BIN));
    }

    /**
     * Restores a network from its configuration and its weights.
     *
     * @param json configuration
     * @param weights weights as {@code Nd4j.write} writes them; is not closed
     * @throws IOException if the configuration names classes of others, or the weights do not fit it
     */
    public static ComputationGraph restore(String json, InputStream weights) throws IOException {
        NetworkJson.check(json);
        try {
            return isGraph(json)
                    ? graph(ComputationGraphConfiguration.fromJson(json), weights)
                    : layers(MultiLayerConfiguration.fromJson(json), weights).toComputationGraph();
        } catch (NullPointerException e) {
            // Deeplearning4j expects that nothing is missing.
            throw new IOException("its configuration is incomplete", e);
        } catch (RuntimeException e) {
            throw new IOException("its configuration does not describe a network: " + e.getMessage(), e);
        }
    }

    /** Tells whether a configuration is that of a graph, not of a list of layers. */
    private static boolean isGraph(String json) {
        return json.contains("\"vertices\"");
    }

    private static ComputationGraph graph(ComputationGraphConfiguration configuration, InputStream in)
            throws IOException {
        long length = 0;
        for (var vertex : configuration.getVertices().values()) {
            length = Math.addExact(length, vertex.numParams(true));
        }
        INDArray weights = weights(in, length);
        configuration.setDataType(weights.dataType());
        ComputationGraph network = new ComputationGraph(configuration);
        network.init(weights, false);
        return network;
    }

    private static MultiLayerNetwork layers(MultiLayerConfiguration configuration, InputStream in) throws IOException {
        long length = 0;
        for (NeuralNetConfiguration layer : configuration.getConfs()) {
            length = Math.addExact(length, layer.getLayer().initializer().numParams(layer));
        }
        INDArray weights = weights(in, length);
        configuration.setDataType(weights.dataType());
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init(weights, false);
        return network;
    }

    private static INDArray weights(InputStream in, long length) throws IOException {
        if (length < 1) {
            throw new IOException("its configuration has no layer with weights");
        }
        try {
            return SavedArray.read(new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES)), length);
        } catch (EOFException e) {
            throw new IOException(ModelSerializer.COEFFICIENTS_BIN + " is cut off", e);
        } catch (IOException e) {
            throw new IOException(ModelSerializer.COEFFICIENTS_BIN + " " + e.getMessage(), e);
        }
    }

    /** Entries of a zip, one after the other. */
    private static final class Entries implements AutoCloseable {
        private final ZipInputStream zip;
        private final InputStream unpacked;
        private final Set<String> names = new HashSet<>();
        private String name = "";

        Entries(byte[] zip, long maxUnpackedBytes) {
            this.zip = new ZipInputStream(new ByteArrayInputStream(zip));
            this.unpacked = BoundedRead.stream(this.zip, maxUnpackedBytes, "the unpacked zip");
        }

        /** Moves to the next entry; false if there is none. */
        boolean next() throws IOException {
            // What is skipped counts like what is read.
            unpacked.transferTo(OutputStream.nullOutputStream());
            ZipEntry entry;
            try {
                entry = zip.getNextEntry();
            } catch (EOFException e) {
                throw new IOException("it is cut off", e);
            } catch (IllegalArgumentException e) {
                throw new IOException("it has an entry whose name is not text", e);
            }
            if (entry == null) {
                return false;
            }
            name = entry.getName();
            if (!names.add(name)) {
                throw new IOException("it has two entries " + name);
            }
            if (names.size() > MAX_ENTRIES) {
                throw new IOException("it has more than " + MAX_ENTRIES + " entries");
            }
            return true;
        }

        String name() {
            return name;
        }

        InputStream in() {
            return unpacked;
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
