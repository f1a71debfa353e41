package dev.sextant.worker.curve;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/**
 * Trainer that replays one recorded curve.
 *
 * <p>Its state is the last epoch and a chain of hashes over all values up to it. A checkpoint holds both and is checked
 * on restore: an epoch that was skipped, trained twice or taken from another trial is an error.
 */
final class CurveTableTrainer implements Trainer {
    private static final String FORMAT = "curve-table 1";

    private final RecordedCurve curve;
    private final FaultInjection faults;
    private int lastEpoch;
    private byte[] history = new byte[0];

    CurveTableTrainer(RecordedCurve curve, FaultInjection faults) {
        this.curve = curve;
        this.faults = faults;
    }

    @Override
    public void restore(Path checkpoint, int epoch) throws IOException, TrainingFailure {
        String found = Files.readString(checkpoint, StandardCharsets.US_ASCII);
        for (int past = 1; past <= Math.min(epoch, curve.epochs()); past++) {
            history = extended(history, past, curve.value(past));
        }
        lastEpoch = epoch;
        if (!found.equals(state())) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "The checkpoint is not that of row " + curve.row() + " after epoch " + epoch + ": expected ("
                            + oneLine(state()) + "), found (" + oneLine(found)
                            + "); it belongs to another trial, or the table has changed");
        }
    }

    @Override
    public Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException {
        if (epoch != lastEpoch + 1) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "Epoch " + epoch + " was requested after epoch " + lastEpoch + "; epochs must be trained in order");
        }
        if (epoch > curve.epochs()) {
            throw new TrainingFailure(
                    FailureKind.BAD_DATA,
                    "Row " + curve.row() + " has " + curve.epochs() + " epochs, but epoch " + epoch
                            + " was requested; lower fidelity.max_epochs or use a longer table");
        }
        faults.inject(epoch);
        lastEpoch = epoch;
        history = extended(history, epoch, curve.value(epoch));
        return Map.of(curve.metric(), faults.isNaN(epoch) ? Double.NaN : curve.value(epoch));
    }

    @Override
    public boolean isDone() {
        return faults.isDone(lastEpoch);
    }

    @Override
    public void save(Path file) throws IOException {
        Files.writeString(file, state(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        // Holds nothing outside the heap.
    }

    private String state() {
        return FORMAT + "\nepoch " + lastEpoch + "\nhistory " + HexFormat.of().formatHex(history) + "\n";
    }

    private static String oneLine(String state) {
        return String.join(", ", state.lines().limit(3).toList());
    }

    private static byte[] extended(byte[] history, int epoch, double value) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(history);
        digest.update(ByteBuffer.allocate(Integer.BYTES + Double.BYTES)
                .putInt(epoch)
                .putDouble(value)
                .array());
        return digest.digest();
    }
}
