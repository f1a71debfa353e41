package dev.sextant.worker.image.keras;

/** Thrown if a Keras file cannot be used. The message completes the sentence "FILE ...". */
public final class UnusableKerasFile extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableKerasFile(String message) {
        super(message);
    }

    UnusableKerasFile(String message, Throwable cause) {
        super(message, cause);
    }
}
