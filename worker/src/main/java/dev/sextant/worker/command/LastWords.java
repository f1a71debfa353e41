package dev.sextant.worker.command;

/** What a program printed before it failed, as the cause of a failure: its message is these lines, and there is no stack trace. */
final class LastWords extends Exception {
    private static final long serialVersionUID = 1;

    LastWords(String lines) {
        super(lines, null, false, false);
    }
}
