package dev.sextant.common.run;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A report from a worker to the coordinator during a run. Each is answered by a {@link Directive}. */
public sealed interface RunReport extends Serializable {
    /** Key of the run that reports. */
    RunKey key();

    /** Returns the part of the run's log that comes with the report. */
    default List<LogPart> log() {
        return List.of();
    }

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
     * The trainer gives more metrics after an epoch than are reported. Sent once per run.
     *
     * @param given number of metrics that it gave
     * @param kept number of metrics that are reported: those of the objective and its constraints, then the first by name
     */
    record MetricsDropped(RunKey key, int given, int kept) implements RunReport {}

    /**
     * An epoch has been trained and measured.
     *
     * @param epoch number of the epoch, from 1
     * @param metrics value by name of the metric; may be NaN or infinite
     * @param seconds seconds of training, of measuring and of saving
     * @param sharedSeconds further seconds, since the report before, of work that other trials use too
     * @param checkpoints checkpoints written since the report before, lowest epoch first: if one was due, that of this
     *     epoch, and before it that of the trial's best epoch unless that one is written already
     * @param log log since the report before
     */
    record EpochDone(
            RunKey key,
            int epoch,
            TreeMap<String, Double> metrics,
            double seconds,
            double sharedSeconds,
            List<Checkpoint> checkpoints,
            List<LogPart> log)
            implements RunReport {
        public EpochDone {
            checkpoints = List.copyOf(checkpoints);
            log = List.copyOf(log);
        }

        /** Creates the report of an epoch without a log. */
        public EpochDone(
                RunKey key,
                int epoch,
                TreeMap<String, Double> metrics,
                double seconds,
                double sharedSeconds,
                List<Checkpoint> checkpoints) {
            this(key, epoch, metrics, seconds, sharedSeconds, checkpoints, List.of());
        }

        /** Creates the report of an epoch without work that other trials use. */
        public EpochDone(
                RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds, List<Checkpoint> checkpoints) {
            this(key, epoch, metrics, seconds, 0, checkpoints);
        }

        /** Creates the report of an epoch after which no checkpoint was due. */
        public EpochDone(RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds) {
            this(key, epoch, metrics, seconds, List.of());
        }

        /** Creates the report of an epoch after which its checkpoint alone was written. */
        public EpochDone(
                RunKey key, int epoch, TreeMap<String, Double> metrics, double seconds, Checkpoint checkpoint) {
            this(key, epoch, metrics, seconds, List.of(checkpoint));
        }

        /** Returns the checkpoint of this epoch; empty if none was due. */
        public Optional<Checkpoint> checkpoint() {
            return checkpoints.stream().filter(saved -> saved.epoch() == epoch).findFirst();
        }
    }

    /** The run ends, and has logged something after its last epoch. */
    record Logged(RunKey key, List<LogPart> log) implements RunReport {
        public Logged {
            log = List.copyOf(log);
        }
    }
}
