package dev.sextant.worker.image.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.files.BoundedRead;
import dev.sextant.worker.image.saved.NetworkFile;
import dev.sextant.worker.image.saved.SavedArray;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A checkpoint: a zip that Deeplearning4j's ModelSerializer reads as a ComputationGraph, with additional entries for
 * the state of the optimizer and a {@link ModelNote}. Checkpoints of earlier releases with early stopping also hold the
 * weights of the best epoch so far.
 */
public final class ModelFile {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTE = "sextant.json";
    private static final String OPTIMIZER = "sextant-optimizer.bin";
    private static final String BEST = "sextant-best.bin";

    private ModelFile() {}

    /**
     * Writes a checkpoint.
     *
     * @param best weights of the best epoch, from a checkpoint that held them
     */
    static void write(Path file, ModelNote note, Learner learner, Optional<INDArray> best) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            // Weights hardly compress, and compressing them takes longer than an epoch on features.
            zip.setLevel(Deflater.NO_COMPRESSION);
            // Writing one number at a time takes a hundred times as long.
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip, BUFFER_BYTES));
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

    /** Writes weights in Deeplearning4j's format. */
    static void write(INDArray weights, DataOutputStream out) throws IOException {
        // Deeplearning4j writes weights as a row.
        Nd4j.write(weights.reshape(1, weights.length()), out);
        out.flush();
    }

    /**
     * Reads the metadata of a checkpoint.
     *
     * @return empty when the zip was not written by this class
     * @throws IOException when the file is not a zip or cannot be read
     */
    public static Optional<ModelNote> note(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(NOTE);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                ModelNote note = JSON.readValue(BoundedRead.text(in, NOTE), ModelNote.class);
                if (note == null || note.data() == null || note.frozen() == null || note.progress() == null) {
                    throw new IOException(file + " is damaged: its entry " + NOTE + " is incomplete");
                }
                return Optional.of(note);
            }
        } catch (EOFException e) {
            throw new IOException(file + " is cut off", e);
        }
    }

    /**
     * Reads the saved network, with the weights of the best epoch if the checkpoint holds them.
     *
     * @throws IOException when the file is not such a checkpoint, or its weights do not fit its configuration
     */
    public static ComputationGraph network(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream configuration = stream(zip, ModelSerializer.CONFIGURATION_JSON);
                InputStream weights =
                        stream(zip, zip.getEntry(BEST) == null ? ModelSerializer.COEFFICIENTS_BIN : BEST)) {
            String json = BoundedRead.text(configuration, ModelSerializer.CONFIGURATION_JSON);
            return NetworkFile.restore(json, weights);
        }
    }

    /**
     * Restores the weights and the optimizer of a learner that was created with the settings of the saved one.
     *
     * @throws IOException when the file does not fit the learner
     */
    static void restore(Path file, Learner learner) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            try (INDArray weights = weights(zip, ModelSerializer.COEFFICIENTS_BIN, learner.numberOfWeights())) {
                learner.setWeights(weights);
            }
            try (DataInputStream in = stream(zip, OPTIMIZER)) {
                learner.readOptimizer(in);
            }
        }
    }

    /**
     * Returns the epoch whose weights a classifier from the checkpoint has: the best so far if the checkpoint holds its
     * weights, else that of the checkpoint.
     *
     * @throws IOException when the file is not a checkpoint of this class, or cannot be read
     */
    public static int epoch(Path file) throws IOException {
        ModelNote note = note(file).orElseThrow(() -> new IOException(file + " has no entry " + NOTE));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(BEST) == null ? note.epoch() : note.progress().bestEpoch();
        }
    }

    /** Reads the weights of the best epoch; empty when the checkpoint holds none. The caller closes them. */
    static Optional<INDArray> best(Path file, Learner learner) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(BEST) == null
                    ? Optional.empty()
                    : Optional.of(weights(zip, BEST, learner.numberOfWeights()));
        }
    }

    private static INDArray weights(ZipFile zip, String entry, long length) throws IOException {
        try (DataInputStream in = stream(zip, entry)) {
            return SavedArray.read(in, length);
        } catch (EOFException e) {
            throw new IOException("The entry " + entry + " of the saved model is cut off", e);
        } catch (IOException e) {
            throw new IOException("The entry " + entry + " of the saved model " + e.getMessage(), e);
        }
    }

    private static DataInputStream stream(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("The saved model has no entry " + name);
        }
        return new DataInputStream(new BufferedInputStream(zip.getInputStream(entry), BUFFER_BYTES));
    }
}
