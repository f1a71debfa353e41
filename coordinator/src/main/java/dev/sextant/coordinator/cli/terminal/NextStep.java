package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.study.StudyState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Commands that usually follow a command, as its last line for people: {@code Next: `sextant best cars`}. */
public final class NextStep {
    /** Words that a shell reads as they are. */
    private static final String PLAIN_WORD = "[A-Za-z0-9_./@:+=-]+";

    private NextStep() {}

    /** Returns the line after a study file was written. */
    public static String afterInit(Path file) {
        return next("validate " + word(file), "sweep " + word(file));
    }

    /** Returns the line after trials were imported. */
    public static String afterImport(String study) {
        return next("best " + study, "importance " + study);
    }

    /**
     * Returns the line after a study file was found valid.
     *
     * @param fitsHere whether this machine alone can run the study
     */
    public static String afterValidate(Path file, boolean fitsHere) {
        return next("sweep " + word(file) + (fitsHere ? "" : " --master URL"));
    }

    /**
     * Returns the line after a sweep.
     *
     * @param state state in which it left the study
     * @param hasModels whether the trials of the study are models that can be evaluated
     */
    public static String afterSweep(String study, StudyState state, boolean hasModels) {
        return switch (state) {
            case FAILED -> next("trials " + study + " --state failed");
            case COMPLETED -> hasModels ? next("best " + study, "evaluate " + study) : next("best " + study);
            default -> next("status " + study);
        };
    }

    /** Returns the line after a list of studies. */
    public static String afterList(String study) {
        return next("status " + study);
    }

    /** Returns the line after a list of trials. */
    public static String afterTrials(String study, int trial) {
        return next("show " + study + " " + trial);
    }

    /** Returns the line after a trial was shown. */
    public static String afterShow(String study, int trial, boolean withReasons) {
        String logs = "logs " + study + " " + trial;
        return withReasons
                ? next(logs, "best " + study)
                : next("show " + study + " " + trial + " --why", logs, "best " + study);
    }

    /** Returns the line after the logs of a trial were shown. */
    public static String afterLogs(String study, int trial) {
        return next("show " + study + " " + trial);
    }

    /**
     * Returns the line after the best configuration was shown.
     *
     * @param hasModels whether the trials of the study are models that can be evaluated
     */
    public static String afterBest(String study, boolean hasModels) {
        return hasModels ? next("evaluate " + study) : next("importance " + study, "export " + study + " --to DIR");
    }

    /** Returns the line after the importance of parameters was shown. */
    public static String afterImportance(String study) {
        return next("best " + study);
    }

    /** Returns the line after a learning rate range test. */
    public static String afterRangeTest(Path file) {
        return next("sweep " + word(file));
    }

    /**
     * Returns the line after an evaluation.
     *
     * @param isRefit whether a refit was evaluated
     */
    public static String afterEvaluate(String study, boolean isRefit) {
        return isRefit
                ? next("predict " + study + " IMAGES --model DIR")
                : next("ensemble " + study, "refit " + study + " --to DIR");
    }

    /** Returns the line after predictions. */
    public static String afterPredict(String study) {
        return next("evaluate " + study + " --data DIR");
    }

    /** Returns the line after the evaluation of an ensemble. */
    public static String afterEnsemble(String study) {
        return next("refit " + study + " --to DIR");
    }

    /** Returns the line after a refit. */
    public static String afterRefit(String study, Path folder) {
        return next("predict " + study + " IMAGES --model " + word(folder));
    }

    /** Returns the line after a review of images. */
    public static String afterClean(Path folder) {
        return "Next: open " + folder.resolve("review.html") + ", then set `exclude` in the study file";
    }

    /** Returns the line after an export. */
    public static String afterExport(String study) {
        return next("refit " + study + " --to DIR", "delete " + study);
    }

    /** Returns the line after a backbone was installed. */
    public static String afterBackbone() {
        return next("init DIR", "backbones list");
    }

    /** Returns the line after the demo. */
    public static String afterDemo(String study, int bestTrial) {
        return next("status " + study, "trials " + study + " --top 10", "show " + study + " " + bestTrial + " --why");
    }

    private static String next(String... commands) {
        return Arrays.stream(commands)
                .map(command -> "`sextant " + command + "`")
                .collect(Collectors.joining(", ", "Next: ", ""));
    }

    /** Quotes a path for a shell. */
    private static String word(Path path) {
        String text = path.toString();
        return text.matches(PLAIN_WORD) ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
