package dev.sextant.worker.checkpoint;

import java.io.IOException;

/** A checkpoint cannot be written or used. The message is a sentence for a person, with the folder and the remedy. */
public class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
