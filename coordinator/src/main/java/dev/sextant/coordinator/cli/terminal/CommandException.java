package dev.sextant.coordinator.cli.terminal;

/** The command cannot be done; the message says why and what to do. Ends with {@link ExitCode#FAILED}. */
public final class CommandException extends RuntimeException {
    public CommandException(String message) {
        super(message);
    }

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
