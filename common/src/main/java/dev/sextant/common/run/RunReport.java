package dev.sextant.common.run;

import java.io.Serializable;
import java.util.Optional;
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
     * @param checkpoint written after this epoch; empty if none was due
     */
    record EpochDone(
            RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds, Optional<Checkpoint> checkpoint)
            implements RunReport {
        /** Creates the report of an epoch after which no checkpoint was due. */
        public EpochDone(RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds) {
            this(key, epoch, metrics, seconds, Optional.empty());
        }

        /** Creates the report of an epoch after which a checkpoint was written. */
        public EpochDone(
                RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds, Checkpoint checkpoint) {
            this(key, epoch, metrics, seconds, Optional.of(checkpoint));
        }

        private Object writeReplace() {
            return new Serialized(key, epoch, metrics, seconds, checkpoint.orElse(null));
        }

        /** The report as it travels: Optional is not serializable, so an absent checkpoint is null here. */
        private record Serialized(
                RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds, Checkpoint checkpoint)
                implements Serializable {
            private Object readResolve() {
                return new EpochDone(key, epoch, metrics, seconds, Optional.ofNullable(checkpoint));
            }
        }
    }
}
