package dev.sextant.worker.image.keras;

/** A file from Keras that cannot be used; the message goes on after the file's name. */
public final class UnusableKeras extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableKeras(String message) {
        super(message);
    }

    UnusableKeras(String message, Throwable cause) {
        super(message, cause);
    }
}
