package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.worker.checkpoint.CheckpointStore;
import dev.sextant.worker.checkpoint.CheckpointStore.IdleTrial;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes checkpoints that newer, recorded ones have superseded, and what killed processes have left, on a thread of its
 * own.
 */
final class CheckpointCleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCleanup.class);

    /** How long the end of a study waits for deletions that are due. */
    private static final Duration LAST_DELETIONS = Duration.ofSeconds(20);

    private final CheckpointStore store;
    private final ExecutorService executor;

    /** @param checkpointFolder the study's own, a Hadoop path */
    CheckpointCleanup(String checkpointFolder) {
        this(checkpointFolder, Executors.newSingleThreadExecutor(CheckpointCleanup::newThread));
    }

    /** @param executor deletes; shut down on close */
    CheckpointCleanup(String checkpointFolder, ExecutorService executor) {
        this.store = CheckpointStore.in(checkpointFolder);
        this.executor = executor;
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "checkpoints");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Deletes the checkpoints that a recorded one supersedes. Returns at once. A file that cannot be deleted stays; the
     * run does not notice.
     *
     * @param modelEpoch the epoch whose weights are the trial's model so far; its checkpoint is kept
     */
    void recorded(RunKey key, Checkpoint checkpoint, OptionalInt modelEpoch) {
        executor.execute(() -> {
            try {
                store.deleteOlder(key, checkpoint, modelEpoch);
            } catch (IOException | RuntimeException e) {
                LOG.warn("Cannot delete the superseded checkpoints of {}: {}", key, e.toString());
            }
        });
    }

    /** Deletes what killed processes have left of trials without a run under way. Returns at once. */
    void idle(List<IdleTrial> trials) {
        executor.execute(() -> {
            try {
                int deleted = store.deleteLeftovers(trials);
                LOG.debug("Deleted {} checkpoint files that killed processes had left", deleted);
            } catch (IOException | RuntimeException e) {
                LOG.warn("Cannot delete what killed processes have left in the checkpoint folder: {}", e.toString());
            }
        });
    }

    /** Waits a while for the deletions that are due: after the study nobody makes up for them. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LAST_DELETIONS.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The checkpoint folder is slow: some superseded files stay until the study is resumed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }
}
