package dev.sextant.coordinator.cli.terminal;

/** The command makes no sense as given; the message says why and what to do. Ends with {@link ExitCode#USAGE}. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
