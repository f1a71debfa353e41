package dev.sextant.worker.checkpoint;

/** A checkpoint's file is not what was saved: trying again would not help. */
public final class DamagedCheckpointException extends CheckpointException {
    private static final long serialVersionUID = 1;

    DamagedCheckpointException(String message) {
        super(message);
    }
}
