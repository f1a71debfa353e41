package dev.sextant.worker.command;

/**
 * Cause of a failure that holds the last lines that a program printed. They are the message; there is no stack trace.
 */
final class ProgramLogException extends Exception {
    private static final long serialVersionUID = 1;

    ProgramLogException(String lines) {
        super(lines, null, false, false);
    }
}
