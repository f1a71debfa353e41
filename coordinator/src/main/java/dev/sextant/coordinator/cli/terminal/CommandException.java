package dev.sextant.coordinator.cli.terminal;

/** A command that failed. The message, for the user, says why and what to do. Exit code {@link ExitCode#FAILED}. */
public final class CommandException extends RuntimeException {
    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
