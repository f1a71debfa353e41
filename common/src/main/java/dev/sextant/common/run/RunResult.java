package dev.sextant.common.run;

import dev.sextant.common.study.FailureKind;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** Result of a run, as its worker saw it. */
public sealed interface RunResult extends Serializable {
    RunKey key();

    /**
     * The run reached its target epoch, or the trainer stopped early.
     *
     * @param done whether the trainer stopped early
     * @param checkpoint checkpoint after the last epoch
     */
    record Reached(RunKey key, boolean done, Checkpoint checkpoint) implements RunResult {}

    /**
     * The run stopped on request.
     *
     * @param checkpoints checkpoints after the last epoch, lowest epoch first: that of the last epoch, and before it
     *     that of the trial's best epoch unless that one is written already; empty if the run was abandoned or trained
     *     nothing
     */
    record Stopped(RunKey key, List<Checkpoint> checkpoints) implements RunResult {
        public Stopped {
            checkpoints = List.copyOf(checkpoints);
        }

        /** Creates the result of a run that stopped without a checkpoint. */
        public Stopped(RunKey key) {
            this(key, List.of());
        }

        /** Returns the checkpoint of the last epoch; empty if the run was abandoned or trained nothing. */
        public Optional<Checkpoint> checkpoint() {
            return checkpoints.isEmpty() ? Optional.empty() : Optional.of(checkpoints.get(checkpoints.size() - 1));
        }
    }

    /**
     * The run failed.
     *
     * @param kind kind of failure; LOST if the environment of the run is the cause, such as a full disk, so that a
     *     retry may succeed
     * @param message a sentence for users
     * @param details a stack trace, or the last lines that a program printed; may be empty
     */
    record Failed(RunKey key, FailureKind kind, String message, String details) implements RunResult {}
}
