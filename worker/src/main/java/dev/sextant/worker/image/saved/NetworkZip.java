package dev.sextant.worker.image.saved;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reproducible zips of networks in the format of Deeplearning4j's ModelSerializer: the same network gives the same
 * bytes.
 */
public final class NetworkZip {
    private NetworkZip() {}

    /** Returns a zip of the configuration and the weights, without an updater. */
    public static byte[] of(ComputationGraph network) throws IOException {
        long expected = network.numParams() * Float.BYTES + (1 << 20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(expected, Integer.MAX_VALUE - 8));
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // Weights hardly compress.
            zip.setLevel(Deflater.NO_COMPRESSION);
            DataOutputStream out = new DataOutputStream(zip);
            zip.putNextEntry(entry(ModelSerializer.CONFIGURATION_JSON));
            out.write(network.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(entry(ModelSerializer.COEFFICIENTS_BIN));
            INDArray weights = network.params();
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
}
