package dev.sextant.common.run;

import dev.sextant.common.study.FailureKind;
import java.io.Serializable;
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
     * @param checkpoint checkpoint after the last epoch; empty if the run was abandoned or trained nothing
     */
    record Stopped(RunKey key, Optional<Checkpoint> checkpoint) implements RunResult {
        /** Creates the result of a run that stopped without a checkpoint. */
        public Stopped(RunKey key) {
            this(key, Optional.empty());
        }

        /** Creates the result of a run that saved its last epoch and stopped. */
        public Stopped(RunKey key, Checkpoint checkpoint) {
            this(key, Optional.of(checkpoint));
        }

        private Object writeReplace() {
            return new Serialized(key, checkpoint.orElse(null));
        }

        /** The result in serialized form. Optional is not serializable, so an absent checkpoint is null here. */
        private record Serialized(RunKey key, Checkpoint checkpoint) implements Serializable {
            private Object readResolve() {
                return new Stopped(key, Optional.ofNullable(checkpoint));
            }
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
