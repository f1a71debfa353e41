package dev.sextant.worker;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.checkpoint.CheckpointException;
import dev.sextant.worker.checkpoint.WriteProblem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;

/** Why a run cannot go on: a kind, a sentence for a person, and details for whoever mends it. */
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

    /** Not the trial's fault: a disk, a folder, its rights. The run is worth another try once somebody has mended it. */
    static RunFailure surroundings(String what, Path folder, Throwable thrown) {
        return new RunFailure(
                FailureKind.LOST,
                WriteProblem.explain(what, folder.toString(), thrown).getMessage(),
                stackTrace(thrown));
    }

    /**
     * Classifies what a step of a run threw.
     *
     * @param doing what was being done, as the beginning of a sentence, e.g. {@code Training epoch 3}
     * @param folder the local folder it was done in, named when its disk is full
     */
    static RunFailure of(String doing, Path folder, Throwable thrown) {
        if (thrown instanceof TrainingFailure failure) {
            return new RunFailure(failure.kind(), shortened(failure.getMessage()), details(failure));
        }
        if (thrown instanceof CheckpointException) {
            return new RunFailure(FailureKind.LOST, thrown.getMessage(), stackTrace(thrown));
        }
        if (isOutOfMemory(thrown)) {
            return new RunFailure(
                    FailureKind.OUT_OF_MEMORY,
                    shortened(
                            doing + " ran out of memory (" + reason(thrown)
                                    + "); give trials more with cluster.memory_per_trial, or search smaller models and batches"),
                    stackTrace(thrown));
        }
        if (WriteProblem.isDiskFull(thrown)) {
            return surroundings(doing + " failed", folder, thrown);
        }
        return new RunFailure(
                FailureKind.TRAINER_ERROR, shortened(doing + " failed: " + reason(thrown)), stackTrace(thrown));
    }

    FailureKind kind() {
        return kind;
    }

    /** A stack trace or a program's last words; may be empty. */
    String details() {
        return details;
    }

    /** Java's heap, ND4J's off-heap memory, and CUDA's, which each say it in words of their own. */
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
        Throwable said = thrown;
        while (said.getMessage() == null && said.getCause() != null) {
            said = said.getCause();
        }
        String name = said.getClass().getSimpleName();
        if (said.getMessage() == null) {
            return name;
        }
        return name + ": " + said.getMessage().lines().findFirst().orElse("");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE - 3) + "...";
    }

    /** A cause without a stack trace has said all in its message, such as a program's last words. */
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
