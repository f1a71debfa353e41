package dev.sextant.common.run;

import java.io.Serializable;
import java.util.TreeMap;

/** What a worker tells the coordinator while a run is under way. The answer to each is a {@link Directive}. */
public sealed interface RunReport extends Serializable {
    /** The run that reports. */
    RunKey key();

    /**
     * The run has begun.
     *
     * @param host the executor's host name
     * @param device e.g. {@code cpu} or {@code gpu 0 (NVIDIA H100)}
     * @param helpers which native helpers train, e.g. {@code onednn}; empty for none: they change the last bits of results
     */
    record Started(RunKey key, String host, String executor, String device, String helpers) implements RunReport {}

    /**
     * The run goes on from an earlier checkpoint than its newest, or starts anew.
     *
     * @param toEpoch the epoch that it goes on from; 0 to start anew
     * @param why the newest cannot be used, a sentence for a person
     */
    record WentBack(RunKey key, int toEpoch, String why) implements RunReport {}

    /**
     * An epoch is trained and measured.
     *
     * @param epoch from 1
     * @param metrics by name; NaN and infinities are values
     * @param seconds of training, measuring and, when one was due, saving
     * @param checkpoint written after this epoch; null when none was due
     */
    record EpochDone(RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds, Checkpoint checkpoint)
            implements RunReport {}
}
