package com.example.csvclassifier;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Trains one trial. Used by one thread.
 *
 * <p>Resuming is exact because three things hold: everything that changes from epoch to epoch is in the checkpoint; the
 * order of rows derives from the trial's seed and the epoch, not from a generator that would have to be saved; and nothing
 * depends on how many epochs this run is to train.
 */
final class CsvClassifier implements Trainer {
    /** "CSVC": tells a checkpoint of this trainer from any other file. */
    private static final int MAGIC = 0x43535643;

    /** The odd number next to 2⁶⁴ / golden ratio: spreads seeds of neighboring epochs over all bits. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final TrialContext context;
    private final Table table;
    private final Network network;

    CsvClassifier(TrialContext context, Table table) {
        this.context = context;
        this.table = table;
        this.network = new Network(
                table.training().get(0).inputs.length,
                context.settings().integer(CsvClassifierFactory.HIDDEN_SIZE),
                table.classes(),
                new SplittableRandom(context.seed()));
    }

    @Override
    public Map<String, Double> train(int epoch) throws InterruptedException {
        Settings settings = context.settings();
        List<Table.Row> rows = new ArrayList<>(table.training());
        Collections.shuffle(rows, new Random(context.seed() + epoch * GOLDEN));
        int size = settings.integer(CsvClassifierFactory.BATCH_SIZE);
        for (int start = 0; start < rows.size(); start += size) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the run is being canceled");
            }
            network.step(
                    rows.subList(start, Math.min(start + size, rows.size())),
                    settings.number(CsvClassifierFactory.LEARNING_RATE),
                    settings.number(CsvClassifierFactory.MOMENTUM),
                    settings.number(CsvClassifierFactory.WEIGHT_DECAY));
        }
        return measured();
    }

    /** A loss that is NaN or infinite is reported as it is: Sextant ends the trial as DIVERGED. */
    private Map<String, Double> measured() {
        int right = 0;
        double loss = 0;
        for (Table.Row row : table.validation()) {
            double[] p = network.probabilities(row);
            right += isLargest(p, row.label) ? 1 : 0;
            loss -= StrictMath.log(p[row.label]);
        }
        double rows = table.validation().size();
        return Map.of(CsvClassifierFactory.ACCURACY, right / rows, CsvClassifierFactory.LOSS, loss / rows);
    }

    private static boolean isLargest(double[] p, int label) {
        for (int c = 0; c < p.length; c++) {
            if (c != label && !(p[c] < p[label])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void save(Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(MAGIC);
            network.write(out);
        }
    }

    @Override
    public void restore(Path checkpoint, int epoch) throws TrainingFailure {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(checkpoint)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("it is of another trainer");
            }
            network.read(in);
        } catch (IOException e) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    checkpoint + " is no checkpoint of this trial after epoch " + epoch + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        // Nothing but memory is held.
    }
}
