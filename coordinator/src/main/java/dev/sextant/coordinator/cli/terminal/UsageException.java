package dev.sextant.coordinator.cli.terminal;

/** An invalid command line or study file. The message says why and what to do. Exit code {@link ExitCode#USAGE}. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
