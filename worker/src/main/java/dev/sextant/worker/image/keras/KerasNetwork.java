package dev.sextant.worker.image.keras;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that came from Keras. Takes images [n × channels × height × width]; ends in one vector an image.
 *
 * @param graph to be closed by whoever has it
 * @param imageSize side of the images that it was made for, pixels; empty when nobody says
 * @param preprocessing how {@code keras.applications} feeds it, by its name in a study file; empty for other networks
 * @param blocks layers by names for {@code retrain_from}, from bottom to top; empty when nothing is known of them
 */
public record KerasNetwork(
        ComputationGraph graph, OptionalInt imageSize, Optional<String> preprocessing, Map<String, String> blocks)
        implements AutoCloseable {

    /** The same network as a zip that Deeplearning4j's ModelSerializer reads; the same file gives the same bytes. */
    public byte[] zip() throws IOException {
        long expected = graph.numParams() * Float.BYTES + (1 << 20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(expected, Integer.MAX_VALUE - 8));
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // Weights hardly shrink.
            zip.setLevel(Deflater.NO_COMPRESSION);
            DataOutputStream out = new DataOutputStream(zip);
            zip.putNextEntry(entry(ModelSerializer.CONFIGURATION_JSON));
            out.write(graph.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(entry(ModelSerializer.COEFFICIENTS_BIN));
            INDArray weights = graph.params();
            Nd4j.write(weights.reshape(1, weights.length()), out);
            out.flush();
        }
        return bytes.toByteArray();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    @Override
    public void close() {
        graph.close();
    }
}
