package dev.sextant.worker.checkpoint;

import java.util.Locale;
import java.util.Optional;

/** Says in a sentence why a file could not be written, with the remedy for the common causes. */
public final class WriteProblem {
    private WriteProblem() {}

    /** The exception for a failed write: {@code what}, the cause in words, and what to do about {@code folder}. */
    public static CheckpointException explain(String what, String folder, Throwable cause) {
        if (isDiskFull(cause)) {
            return new CheckpointException(
                    what + ": no space is left in " + folder + "; free some, or choose a folder on a larger disk",
                    cause);
        }
        if (isRefused(cause)) {
            return new CheckpointException(
                    what + ": no permission in " + folder + "; let the user that runs the executors ("
                            + System.getProperty("user.name") + ") write there",
                    cause);
        }
        return new CheckpointException(what + ": " + firstLine(cause), cause);
    }

    /** Whether a disk or a quota is full. */
    public static boolean isDiskFull(Throwable thrown) {
        return matches(
                thrown,
                "no space left on device",
                "disk quota exceeded",
                "quotaexceeded",
                "not enough space on the disk");
    }

    private static boolean isRefused(Throwable thrown) {
        return matches(thrown, "permission denied", "accesscontrolexception", "accessdeniedexception");
    }

    private static boolean matches(Throwable thrown, String... words) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String text = cause.toString().toLowerCase(Locale.ROOT);
            for (String word : words) {
                if (text.contains(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String firstLine(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        return Optional.ofNullable(thrown.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .map(line -> name + ": " + line)
                .orElse(name);
    }
}
