package dev.sextant.common.run;

import java.io.Serializable;
import java.util.Optional;
import java.util.TreeMap;

/** A report from a worker to the coordinator during a run. Each is answered by a {@link Directive}. */
public sealed interface RunReport extends Serializable {
    /** Key of the run that reports. */
    RunKey key();

    /**
     * The run has begun.
     *
     * @param host host name of the executor
     * @param device device that the run trains on, e.g. {@code cpu} or {@code gpu 0 (NVIDIA H100)}
     * @param helpers native helpers in use, which change the last bits of results, e.g. {@code onednn}; empty for none
     */
    record Started(RunKey key, String host, String executor, String device, String helpers) implements RunReport {}

    /**
     * The run resumes from an earlier checkpoint than its newest, or starts from scratch.
     *
     * @param toEpoch epoch that it resumes from; 0 to start from scratch
     * @param why reason why the newest cannot be used, a sentence for users
     */
    record WentBack(RunKey key, int toEpoch, String why) implements RunReport {}

    /**
     * An epoch has been trained and measured.
     *
     * @param epoch number of the epoch, from 1
     * @param metrics value by name of the metric; may be NaN or infinite
     * @param seconds seconds of training, of measuring and, if a checkpoint was due, of saving it
     * @param sharedSeconds further seconds, since the report before, of work that other trials use too
     * @param checkpoint checkpoint written after this epoch; empty if none was due
     */
    record EpochDone(
            RunKey key,
            int epoch,
            TreeMap<String, Double> metrics,
            double seconds,
            double sharedSeconds,
            Optional<Checkpoint> checkpoint)
            implements RunReport {
        /** Creates the report of an epoch without work that other trials use. */
        public EpochDone(
                RunKey key,
                int epoch,
                TreeMap<String, Double> metrics,
                double seconds,
                Optional<Checkpoint> checkpoint) {
            this(key, epoch, metrics, seconds, 0, checkpoint);
        }

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
            return new Serialized(key, epoch, metrics, seconds, sharedSeconds, checkpoint.orElse(null));
        }

        /** The report in serialized form. Optional is not serializable, so an absent checkpoint is null here. */
        private record Serialized(
                RunKey key,
                int epoch,
                TreeMap<String, Double> metrics,
                double seconds,
                double sharedSeconds,
                Checkpoint checkpoint)
                implements Serializable {
            private Object readResolve() {
                return new EpochDone(key, epoch, metrics, seconds, sharedSeconds, Optional.ofNullable(checkpoint));
            }
        }
    }
}
