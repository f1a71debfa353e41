package dev.sextant.worker.checkpoint;

/** A checkpoint's file is gone, or is not what was saved: trying again would not help. */
public final class UnusableCheckpointException extends CheckpointException {
    private static final long serialVersionUID = 1;

    UnusableCheckpointException(String message) {
        super(message);
    }

    UnusableCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
