package dev.sextant.coordinator.study;

/** The study cannot be run as requested; the message says why and what to do. */
public final class StudyException extends RuntimeException {
    public StudyException(String message) {
        super(message);
    }
}
