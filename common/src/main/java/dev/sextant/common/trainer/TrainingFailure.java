package dev.sextant.common.trainer;

import dev.sextant.common.study.FailureKind;

/** A trial cannot go on. The message is a sentence for a person: what, where, and the remedy where there is one. */
public final class TrainingFailure extends Exception {
    private final FailureKind kind;

    public TrainingFailure(FailureKind kind, String message) {
        this(kind, message, null);
    }

    public TrainingFailure(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public FailureKind kind() {
        return kind;
    }
}
