package dev.sextant.campaign;

/** A fault that cannot be carried out here or now. The message says why. */
final class SkippedException extends Exception {
    private static final long serialVersionUID = 1;

    SkippedException(String reason) {
        super(reason);
    }
}
