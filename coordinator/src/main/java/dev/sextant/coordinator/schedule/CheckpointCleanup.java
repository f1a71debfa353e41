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

/** Deletes checkpoints that newer, recorded ones have superseded; on a thread of its own. */
final class CheckpointCleanup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCleanup.class);

    private final CheckpointStore store;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread tidying = new Thread(task, "checkpoints");
        tidying.setDaemon(true);
        return tidying;
    });

    CheckpointCleanup(String checkpointFolder) {
        this.store = CheckpointStore.in(checkpointFolder);
    }

    /**
     * Without effect on the run: a file that cannot be deleted stays. Returns at once.
     *
     * @param bestEpoch the trial's best so far, whose checkpoint stays; empty when it has none
     */
    void recorded(RunKey key, Checkpoint checkpoint, OptionalInt bestEpoch) {
        thread.execute(() -> {
            try {
                store.deleteOlder(key, checkpoint, bestEpoch);
            } catch (IOException | RuntimeException e) {
                LOG.warn("Superseded checkpoints of {} stay: {}", key, e.toString());
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
