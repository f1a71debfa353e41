package dev.sextant.worker;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The checkpoints that a run writes: those that are due, and before each of them that of the trial's best epoch. Until
 * then the best epoch is a local file, so that a run whose epochs improve one after the other copies few of them to the
 * store. Used by one thread.
 */
final class RunCheckpoints {
    private final RunOrder order;
    private final Trainer trainer;
    private final RunFolder folder;
    private final CheckpointStore store;
    private final MonotonicClock clock;
    /** Recorded epochs of the trial, and those that this run has trained beyond them. */
    private LearningCurve curve;
    /** Reading of the clock at the last checkpoint. */
    private Duration lastSaved;
    /** Epoch whose file waits in the run's folder; 0 if there is none. */
    private int keptEpoch;

    RunCheckpoints(RunOrder order, Trainer trainer, RunFolder folder, CheckpointStore store, MonotonicClock clock) {
        this.order = order;
        this.trainer = trainer;
        this.folder = folder;
        this.store = store;
        this.clock = clock;
        this.curve = order.curve();
        this.lastSaved = clock.now();
    }

    /**
     * Saves what must not be lost of an epoch.
     *
     * @param last whether the run ends after it
     * @return the new checkpoints, lowest epoch first; empty if none was due
     */
    List<Checkpoint> afterEpoch(int epoch, Map<String, Double> metrics, boolean last) throws Exception {
        if (isBest(epoch, metrics)) {
            keepBest(epoch);
        }
        boolean isDue = clock.now().minus(lastSaved).compareTo(order.checkpointEvery()) >= 0;
        return last || isDue ? save(epoch) : List.of();
    }

    /** Whether an epoch is the trial's best so far, by its recorded value if it was trained before. */
    private boolean isBest(int epoch, Map<String, Double> metrics) {
        if (epoch > curve.epochs()) {
            curve = curve.plus(order.objective().valueOf(metrics));
        }
        return curve.improvesAt(epoch, order.objective().goal());
    }

    /** Saves the trainer to a local file, in place of that of the best epoch before. */
    private void keepBest(int epoch) throws Exception {
        Files.deleteIfExists(folder.saved(keptEpoch));
        keptEpoch = 0;
        trainer.save(folder.saved(epoch));
        keptEpoch = epoch;
    }

    /**
     * Saves the trainer to the store, after the best epoch if that waits in a local file.
     *
     * @param epoch the last trained epoch
     * @return the new checkpoints, lowest epoch first
     */
    List<Checkpoint> save(int epoch) throws Exception {
        List<Checkpoint> written = new ArrayList<>();
        if (keptEpoch != epoch) {
            trainer.save(folder.saved(epoch));
            if (keptEpoch > 0) {
                written.add(store(keptEpoch));
            }
        }
        written.add(store(epoch));
        keptEpoch = 0;
        lastSaved = clock.now();
        return written;
    }

    private Checkpoint store(int epoch) throws Exception {
        Path file = folder.saved(epoch);
        Checkpoint checkpoint = store.save(file, order.key(), epoch);
        Files.delete(file);
        return checkpoint;
    }
}
