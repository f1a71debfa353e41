package dev.sextant.worker.checkpoint;

/** Thrown if a checkpoint's file is missing or damaged, so that trying again does not help. */
public final class UnusableCheckpointException extends CheckpointException {
    private static final long serialVersionUID = 1;

    UnusableCheckpointException(String message) {
        super(message);
    }

    UnusableCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
