package dev.sextant.worker.checkpoint;

import java.io.IOException;

/**
 * Thrown if a checkpoint cannot be written or read. The message is written for users, with the folder and the remedy.
 */
public class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
