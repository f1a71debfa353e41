package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes checkpoints that newer, recorded ones have superseded, on a thread of its own. */
final class CheckpointCleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCleanup.class);

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
     * @param bestEpoch the trial's best so far, whose checkpoint is kept; empty if it has none
     */
    void recorded(RunKey key, Checkpoint checkpoint, OptionalInt bestEpoch) {
        executor.execute(() -> {
            try {
                store.deleteOlder(key, checkpoint, bestEpoch);
            } catch (IOException | RuntimeException e) {
                LOG.warn("Cannot delete the superseded checkpoints of {}: {}", key, e.toString());
            }
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
