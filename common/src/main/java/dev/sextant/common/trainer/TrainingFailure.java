package dev.sextant.common.trainer;

import dev.sextant.common.study.FailureKind;

/**
 * The failure of a trial, thrown by a trainer. The trial ends as FAILED with this kind and message; it is not retried,
 * except for {@link FailureKind#LOST}.
 *
 * <pre>{@code
 * if (images.isEmpty()) {
 *     throw new TrainingFailure(FailureKind.BAD_DATA, "data (" + folder + ") contains no images; give another folder");
 * }
 * }</pre>
 */
public final class TrainingFailure extends Exception {
    private final FailureKind kind;

    /**
     * Creates a failure.
     *
     * @param message a sentence for the study's author: what failed, where, and what to do
     */
    public TrainingFailure(FailureKind kind, String message) {
        this(kind, message, null);
    }

    /**
     * Creates a failure that another exception caused.
     *
     * @param message a sentence for the study's author: what failed, where, and what to do
     * @param cause the exception that caused the failure, or null
     */
    public TrainingFailure(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns why the trial failed. */
    public FailureKind kind() {
        return kind;
    }
}
