package dev.sextant.common.run;

import dev.sextant.common.study.FailureKind;
import java.io.Serializable;
import java.util.Optional;

/** How a run ended, as its worker saw it. */
public sealed interface RunResult extends Serializable {
    RunKey key();

    /**
     * Trained to the epoch it was for, or to the trainer's own early stop.
     *
     * @param done whether the trainer itself wants no more epochs
     * @param checkpoint after the last epoch
     */
    record Reached(RunKey key, boolean done, Checkpoint checkpoint) implements RunResult {}

    /**
     * Was told to stop, and did.
     *
     * @param checkpoint after the last epoch; empty if the run was abandoned or trained nothing
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

        /** The result as it travels: Optional is not serializable, so an absent checkpoint is null here. */
        private record Serialized(RunKey key, Checkpoint checkpoint) implements Serializable {
            private Object readResolve() {
                return new Stopped(key, Optional.ofNullable(checkpoint));
            }
        }
    }

    /**
     * Could not go on.
     *
     * @param kind LOST when not the trial but what is around the run (a full disk) is at fault: worth another try
     * @param message a sentence for a person
     * @param details a stack trace or a program's last words; may be empty
     */
    record Failed(RunKey key, FailureKind kind, String message, String details) implements RunResult {}
}
