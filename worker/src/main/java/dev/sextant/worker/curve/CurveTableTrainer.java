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
 * Replays one recorded curve.
 *
 * <p>Its state is the last epoch and a chain of hashes over all values up to it. A checkpoint holds both, and going on
 * from one checks them: an epoch that was skipped, trained twice or taken from another trial is an error.
 */
final class CurveTableTrainer implements Trainer {
    private static final String FORMAT = "curve-table 1";

    private final RecordedCurve curve;
    private final FaultInjection mishap;
    private int lastEpoch;
    private byte[] history = new byte[0];

    CurveTableTrainer(RecordedCurve curve, FaultInjection mishap) {
        this.curve = curve;
        this.mishap = mishap;
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
                            + "); is it another trial's, or has the table changed?");
        }
    }

    @Override
    public Map<String, Double> train(int epoch) throws TrainingFailure, InterruptedException {
        if (epoch != lastEpoch + 1) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR, "Asked for epoch " + epoch + " after epoch " + lastEpoch);
        }
        if (epoch > curve.epochs()) {
            throw new TrainingFailure(
                    FailureKind.BAD_DATA,
                    "Row " + curve.row() + " has " + curve.epochs() + " epochs, but epoch " + epoch
                            + " is asked for; lower fidelity.max_epochs or give a longer table");
        }
        mishap.strike(epoch);
        lastEpoch = epoch;
        history = extended(history, epoch, curve.value(epoch));
        return Map.of(curve.metric(), mishap.isNaN(epoch) ? Double.NaN : curve.value(epoch));
    }

    @Override
    public boolean isDone() {
        return mishap.isDone(lastEpoch);
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
