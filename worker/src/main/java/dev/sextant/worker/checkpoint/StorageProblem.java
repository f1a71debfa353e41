package dev.sextant.worker.checkpoint;

import java.util.Locale;
import java.util.Optional;

/** Explanation of a failed file operation, with the remedy for the common causes. */
public final class StorageProblem {
    private StorageProblem() {}

    /**
     * Returns an exception that explains a failure.
     *
     * @param problem summary of the failure, e.g. "Checkpoint hdfs:/... cannot be written"
     * @param folder folder that is full or not accessible, for the remedy
     * @param cause thrown by the file system
     */
    public static CheckpointException explain(String problem, String folder, Throwable cause) {
        if (isDiskFull(cause)) {
            return new CheckpointException(
                    problem + ": no space is left in " + folder + "; free some, or choose a folder on a larger disk",
                    cause);
        }
        if (isAccessDenied(cause)) {
            return new CheckpointException(
                    problem + ": permission denied in " + folder + "; let the user that runs this process ("
                            + System.getProperty("user.name") + ") write there",
                    cause);
        }
        return new CheckpointException(problem + ": " + firstLine(cause), cause);
    }

    /** Tells whether a disk or a quota is full. */
    public static boolean isDiskFull(Throwable thrown) {
        return matches(
                thrown,
                "no space left on device",
                "disk quota exceeded",
                "quotaexceeded",
                "not enough space on the disk");
    }

    private static boolean isAccessDenied(Throwable thrown) {
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
