package dev.sextant.common.run;

import dev.sextant.common.study.FailureKind;
import java.io.Serializable;

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
     * @param checkpoint after the last epoch; null when it was abandoned or nothing was trained
     */
    record Stopped(RunKey key, Checkpoint checkpoint) implements RunResult {}

    /**
     * Could not go on.
     *
     * @param kind LOST when not the trial but what is around the run (a full disk) is at fault: worth another try
     * @param message a sentence for a person
     * @param details a stack trace or a program's last words; may be empty
     */
    record Failed(RunKey key, FailureKind kind, String message, String details) implements RunResult {}
}
