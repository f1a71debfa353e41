package dev.sextant.worker.image.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.worker.image.optimize.Optimizer;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A checkpoint: a zip that Deeplearning4j's ModelSerializer reads as a ComputationGraph, with entries of our own: the
 * optimizer's state, the best epoch's weights where they are kept, and a {@link ModelNote}.
 */
public final class ModelFile {
    private static final String NOTE = "sextant.json";
    private static final String OPTIMIZER = "sextant-optimizer.bin";
    private static final String BEST = "sextant-best.bin";

    private ModelFile() {}

    /** @param best the best epoch's weights */
    static void write(Path file, ModelNote note, TrainedNetwork network, Optimizer optimizer, Optional<INDArray> best)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            // Weights hardly shrink, and packing them takes longer than training an epoch on features.
            zip.setLevel(1);
            DataOutputStream out = new DataOutputStream(zip);
            zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
            out.write(network.plainJson().getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(ModelSerializer.COEFFICIENTS_BIN));
            write(network.weights(), out);
            zip.putNextEntry(new ZipEntry(OPTIMIZER));
            optimizer.write(out);
            if (best.isPresent()) {
                zip.putNextEntry(new ZipEntry(BEST));
                write(best.get(), out);
            }
            zip.putNextEntry(new ZipEntry(NOTE));
            out.write(new ObjectMapper().writeValueAsBytes(note));
            out.flush();
        }
    }

    private static void write(INDArray weights, DataOutputStream out) throws IOException {
        // As a row, which is how Deeplearning4j writes them.
        Nd4j.write(weights.reshape(1, weights.length()), out);
        out.flush();
    }

    /** @return empty when it is no such file */
    public static Optional<ModelNote> note(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(NOTE);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return Optional.of(new ObjectMapper().readValue(in.readAllBytes(), ModelNote.class));
            }
        }
    }

    /** Puts a network and its optimizer, both made as those that were written, back where they were. */
    static void restore(Path file, TrainedNetwork network, Optimizer optimizer) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            try (INDArray weights = weights(zip, ModelSerializer.COEFFICIENTS_BIN)) {
                fill(network, weights);
            }
            try (DataInputStream in = new DataInputStream(zip.getInputStream(zip.getEntry(OPTIMIZER)))) {
                optimizer.read(in);
            }
        }
    }

    /** The best epoch's weights, where they are kept. */
    public static Optional<INDArray> best(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(BEST) == null ? Optional.empty() : Optional.of(weights(zip, BEST));
        }
    }

    private static INDArray weights(ZipFile zip, String entry) throws IOException {
        try (DataInputStream in = new DataInputStream(zip.getInputStream(zip.getEntry(entry)))) {
            return Nd4j.read(in);
        }
    }

    private static void fill(TrainedNetwork network, INDArray weights) throws IOException {
        if (weights.length() != network.weights().length()) {
            throw new IOException("The model has " + weights.length() + " weights, not "
                    + network.weights().length());
        }
        network.weights().assign(weights.reshape(weights.length()));
    }
}
