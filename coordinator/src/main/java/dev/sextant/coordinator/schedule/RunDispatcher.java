package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import java.util.Optional;

/**
 * Carries runs to workers. The scheduler knows nothing else of a cluster, so tests can schedule without one. Safe for
 * use by many threads.
 */
public interface RunDispatcher extends AutoCloseable {
    /** Sets the listener of the runs. Called once, before the first run is dispatched. */
    void connect(RunListener listener);

    /**
     * Hands a run to a worker and returns at once.
     *
     * @param slot the slot that the run occupies until {@link RunListener#ended}, from 0
     */
    void dispatch(RunOrder order, int slot);

    /**
     * Cancels a run wherever it is: it ends as {@link JobOutcome.Lost} with the reason. Does nothing if it is over.
     *
     * @param reason why it is canceled, for people
     */
    void cancel(RunKey key, String reason);

    /** Returns why no more runs are carried, as a sentence for users; empty while they are. */
    Optional<String> end();

    /** Cancels all runs under way. */
    @Override
    void close();
}
