package dev.sextant.coordinator.schedule;

/** The cluster cannot run the study; the message says what is missing and what to do. */
public final class ClusterException extends RuntimeException {
    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
