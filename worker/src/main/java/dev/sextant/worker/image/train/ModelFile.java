package dev.sextant.worker.image.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.Deflater;
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
    private static final int PIECE = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTE = "sextant.json";
    private static final String OPTIMIZER = "sextant-optimizer.bin";
    private static final String BEST = "sextant-best.bin";

    private ModelFile() {}

    /** @param best the best epoch's weights */
    static void write(Path file, ModelNote note, Learner learner, Optional<INDArray> best) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            // Weights hardly shrink, and packing them takes longer than training an epoch on features.
            zip.setLevel(Deflater.NO_COMPRESSION);
            // Written in large pieces: one number at a time takes a hundred times as long.
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip, PIECE));
            zip.putNextEntry(new ZipEntry(ModelSerializer.CONFIGURATION_JSON));
            out.write(learner.plainJson().getBytes(StandardCharsets.UTF_8));
            out.flush();
            zip.putNextEntry(new ZipEntry(ModelSerializer.COEFFICIENTS_BIN));
            learner.writeWeights(out);
            zip.putNextEntry(new ZipEntry(OPTIMIZER));
            learner.writeOptimizer(out);
            if (best.isPresent()) {
                zip.putNextEntry(new ZipEntry(BEST));
                write(best.get(), out);
            }
            zip.putNextEntry(new ZipEntry(NOTE));
            out.write(JSON.writeValueAsBytes(note));
            out.flush();
        }
    }

    /** Writes weights as an entry of a model of Deeplearning4j's. */
    static void write(INDArray weights, DataOutputStream out) throws IOException {
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
                return Optional.of(JSON.readValue(in.readAllBytes(), ModelNote.class));
            }
        }
    }

    /** Puts what learned, made as that which was written, back where it was. */
    static void restore(Path file, Learner learner) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            try (INDArray weights = weights(zip, ModelSerializer.COEFFICIENTS_BIN);
                    INDArray now = learner.copyOfWeights()) {
                if (weights.length() != now.length()) {
                    throw new IOException("The model has " + weights.length() + " weights, not " + now.length());
                }
                learner.setWeights(weights);
            }
            try (DataInputStream in = stream(zip, OPTIMIZER)) {
                learner.readOptimizer(in);
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
        try (DataInputStream in = stream(zip, entry)) {
            return Nd4j.read(in);
        }
    }

    private static DataInputStream stream(ZipFile zip, String entry) throws IOException {
        return new DataInputStream(new BufferedInputStream(zip.getInputStream(zip.getEntry(entry)), PIECE));
    }
}
