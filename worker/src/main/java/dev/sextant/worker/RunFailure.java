package dev.sextant.worker;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.checkpoint.StorageProblem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Failure of a run: its kind, a message for users, and details to find the cause. */
final class RunFailure extends Exception {
    private static final long serialVersionUID = 1;

    private static final int MAX_MESSAGE = 500;
    private static final int MAX_DETAILS = 20_000;

    private final FailureKind kind;
    private final String details;

    private RunFailure(FailureKind kind, String message, String details) {
        super(message, null, false, false);
        this.kind = kind;
        this.details = details;
    }

    static RunFailure trainerError(String message) {
        return new RunFailure(FailureKind.TRAINER_ERROR, message, "");
    }

    static RunFailure diverged(String message) {
        return new RunFailure(FailureKind.DIVERGED, message, "");
    }

    /**
     * Returns a failure of the environment, not of the trial: a full disk, a missing folder or its permissions. The run
     * is retried.
     *
     * @param problem summary of the failure
     * @param folder local folder that is full or not accessible
     */
    static RunFailure environment(String problem, Path folder, Throwable thrown) {
        return new RunFailure(
                FailureKind.LOST,
                StorageProblem.explain(problem, folder.toString(), thrown).getMessage(),
                stackTrace(thrown));
    }

    /**
     * Classifies an exception that a step of a run threw.
     *
     * @param step the step, e.g. {@code Training epoch 3}
     * @param folder local folder of the run, named if its disk is full
     */
    static RunFailure of(String step, Path folder, Throwable thrown) {
        if (thrown instanceof TrainingFailure failure) {
            return new RunFailure(failure.kind(), shortened(failure.getMessage()), details(failure));
        }
        if (thrown instanceof CheckpointException) {
            return new RunFailure(FailureKind.LOST, thrown.getMessage(), stackTrace(thrown));
        }
        if (isOutOfMemory(thrown)) {
            return new RunFailure(
                    FailureKind.OUT_OF_MEMORY,
                    shortened(step + " ran out of memory (" + reason(thrown)
                            + "); raise cluster.memory_per_trial, or search smaller models and batches"),
                    stackTrace(thrown));
        }
        if (StorageProblem.isDiskFull(thrown)) {
            return environment(step + " failed", folder, thrown);
        }
        return new RunFailure(
                FailureKind.TRAINER_ERROR, shortened(step + " failed: " + reason(thrown)), stackTrace(thrown));
    }

    FailureKind kind() {
        return kind;
    }

    /** Returns a stack trace or the last lines that a program printed; may be empty. */
    String details() {
        return details;
    }

    /** Recognizes the messages of Java's heap, ND4J's off-heap memory and CUDA. */
    private static boolean isOutOfMemory(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("physical memory usage is too high")
                    || text.contains("cannot allocate")
                    || text.contains("cuda out of memory")
                    || text.contains("cudaerrormemoryallocation")
                    || (text.contains("out of memory") && (text.contains("cuda") || text.contains("device")))
                    || (text.contains("failed to allocate") && text.contains("memory"))) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String name = cause.getClass().getSimpleName();
        if (cause.getMessage() == null) {
            return name;
        }
        return name + ": " + cause.getMessage().lines().findFirst().orElse("");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE - 3) + "...";
    }

    /**
     * Returns the stack trace of the cause; if it has none, its message, such as the last lines that a program printed.
     */
    private static String details(TrainingFailure failure) {
        Throwable cause = failure.getCause();
        if (cause == null) {
            return "";
        }
        boolean isText = cause.getStackTrace().length == 0 && cause.getMessage() != null;
        return isText ? cut(cause.getMessage()) : stackTrace(cause);
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return cut(text.toString());
    }

    private static String cut(String details) {
        return details.substring(0, Math.min(details.length(), MAX_DETAILS));
    }
}
