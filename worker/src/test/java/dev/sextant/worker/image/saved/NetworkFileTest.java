package dev.sextant.worker.image.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.worker.image.ResidualBackbone;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NetworkFileTest {
    private static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
    private static final String WEIGHTS = ModelSerializer.COEFFICIENTS_BIN;

    /** Records that an object of it was deserialized. */
    private static final class Deserialized implements Serializable {
        private static final long serialVersionUID = 1;
        private static final ThreadLocal<Boolean> HAPPENED = ThreadLocal.withInitial(() -> false);

        private void readObject(ObjectInputStream in) {
            HAPPENED.set(true);
        }
    }

    /** Records that it was initialized. */
    @SuppressWarnings("UnusedNestedClass") // named by a configuration
    private static final class Initialized {
        static {
            System.setProperty("sextant.test.initialized", "yes");
        }
    }

    @Test
    void readsANetworkOfModelSerializerWithItsUpdater() throws IOException {
        ComputationGraph network = ResidualBackbone.network();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, zip, true);

        ComputationGraph read = NetworkFile.restore(zip.toByteArray());

        assertThat(read.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
        assertThat(read.getConfiguration().toJson())
                .isEqualTo(network.getConfiguration().toJson());
    }

    @Test
    void readsAListOfLayersAsAGraph() throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .weightInit(new NormalDistribution(0, 1))
                        .build())
                .layer(new OutputLayer.Builder().nIn(4).nOut(2).build())
                .build());
        network.init();
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, zip, false);

        assertThat(NetworkFile.restore(zip.toByteArray()).params().toFloatVector())
                .isEqualTo(network.params().toFloatVector());
    }

    @Test
    void deserializesNoObjectInTheZip() throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Deserialized());
        }
        Map<String, byte[]> entries = entries();
        entries.put(ModelSerializer.PREPROCESSOR_BIN, object.toByteArray());
        entries.put(ModelSerializer.NORMALIZER_BIN, object.toByteArray());
        entries.put(ModelSerializer.UPDATER_BIN, object.toByteArray());

        assertThat(NetworkFile.restore(zip(entries)).numParams()).isPositive();
        assertThat(Deserialized.HAPPENED.get()).isFalse();
    }

    @Test
    void initializesNoClassThatIsNoLayer() throws IOException {
        String json = new String(entries().get(CONFIGURATION), StandardCharsets.UTF_8);
        String hostile = json.replaceFirst(
                "\"@class\" *: *\"org.deeplearning4j.nn.conf.layers.ConvolutionLayer\"",
                "\"@class\":\"dev.sextant.worker.image.saved.NetworkFileTest\\$Initialized\"");
        assertThat(hostile).isNotEqualTo(json);
        Map<String, byte[]> entries = entries();
        entries.put(CONFIGURATION, hostile.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> NetworkFile.restore(zip(entries)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names the class dev.sextant.worker.image.saved.NetworkFileTest$Initialized");
        assertThat(System.getProperty("sextant.test.initialized")).isNull();
        // Escapes are read like Jackson reads them.
        assertThatThrownBy(() -> NetworkJson.check("{\"\\u0040class\": \"java.lang.Runtime\"}"))
                .hasMessageContaining("names the class java.lang.Runtime");
        assertThatThrownBy(() -> NetworkJson.check("{\"dist\": {\"type\": \"java.lang.Runtime\"}}"))
                .hasMessageContaining("names the class java.lang.Runtime");
    }

    @Test
    void refusesAConfigurationThatIsNestedTooDeeply() {
        assertThatThrownBy(() -> NetworkJson.check("{\"a\":".repeat(100_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nested more than 64 levels deep");
    }

    @Test
    void refusesTwoEntriesOfOneName() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put("coefficients.biN", entries.get(WEIGHTS));
        byte[] zip = new String(zip(entries), StandardCharsets.ISO_8859_1)
                .replace("coefficients.biN", WEIGHTS)
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> NetworkFile.restore(zip)).hasMessageContaining("two entries " + WEIGHTS);
    }

    @Test
    void refusesAZipThatUnpacksToTooMuch() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put("other.bin", new byte[1 << 20]);
        byte[] zip = zip(entries);

        assertThat(zip.length).isLessThan(1 << 16);
        assertThat(NetworkFile.restore(zip, 1 << 21).numParams()).isPositive();
        assertThatThrownBy(() -> NetworkFile.restore(zip, 1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is longer than 1048576 bytes");

        Map<String, byte[]> described = entries();
        described.put(CONFIGURATION, new byte[17 << 20]);
        assertThatThrownBy(() -> NetworkFile.restore(zip(described)))
                .hasMessageContaining(CONFIGURATION + " is longer than 16777216 bytes");
    }

    @Test
    void refusesWeightsThatDoNotFitTheConfigurationBeforeTheyAreAllocated() throws IOException {
        Map<String, byte[]> entries = entries();
        entries.put(WEIGHTS, array(Long.MAX_VALUE / 8, new long[] {2, 1, 1, 1, 1, 0, 1, 'c'}));

        assertThatThrownBy(() -> NetworkFile.restore(zip(entries)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("declares 1152921504606846975 values FLOAT, expected");
    }

    @Test
    void refusesAShapeThatAddressesMoreThanItsValues() throws IOException {
        long[][] hostile = {
            {2, 1, 4, 4, 1_000_000, 0, 1, 'c'}, // stride
            {2, 1, 4, 4, 1, 0, 1_000_000, 'c'}, // element-wise stride
            {2, 1, 4, 4, -1, 0, 1, 'c'},
            {2, 1000, 4, 4, 1, 0, 1, 'c'},
            {2, Long.MAX_VALUE, 4, 4, 1, 0, 1, 'c'},
            {31, 1, 4, 4, 1, 0, 1, 'c'},
        };
        assertThat(read(array(4, new long[] {2, 1, 4, 4, 1, 0, 1, 'c'})).length())
                .isEqualTo(4);
        for (long[] shape : hostile) {
            byte[] bytes = array(4, shape);
            assertThatThrownBy(() -> read(bytes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has the shape");
        }
    }

    @Test
    void leavesTheStreamBehindTheArray() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Nd4j.write(Nd4j.createFromArray(1f, 2f, 3f, 4f).reshape(1, 4), out);
        out.writeInt(42);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(SavedArray.read(in, 4).toFloatVector()).containsExactly(1, 2, 3, 4);
        assertThat(in.readInt()).isEqualTo(42);
    }

    private static INDArray read(byte[] bytes) throws IOException {
        return SavedArray.read(new DataInputStream(new ByteArrayInputStream(bytes)), 4);
    }

    /** Returns an array as ND4J writes it, with a declared length and shape, and four values. */
    private static byte[] array(long length, long[] shape) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(shape.length);
        out.writeUTF("LONG");
        for (long value : shape) {
            out.writeLong(value);
        }
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(length);
        out.writeUTF("FLOAT");
        for (int i = 0; i < 4; i++) {
            out.writeFloat(i);
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> entries() throws IOException {
        ComputationGraph network = ResidualBackbone.network();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(CONFIGURATION, network.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        Nd4j.write(network.params(), new DataOutputStream(weights));
        entries.put(WEIGHTS, weights.toByteArray());
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
