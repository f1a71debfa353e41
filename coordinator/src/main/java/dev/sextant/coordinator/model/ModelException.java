package dev.sextant.coordinator.model;

/** A model that cannot be used. The message, for the user, says why and what to do. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
