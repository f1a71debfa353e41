package dev.sextant.worker.image.data;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.TrainingFailure;

/**
 * Thrown if the data or network that a setting names cannot be used. It becomes a {@link #problem} in the driver's
 * check of a study, and a {@link #failure} in a run.
 */
public final class UnusableData extends Exception {
    private final String setting;

    /**
     * Creates the exception.
     *
     * @param setting name of the setting
     * @param message value in parentheses, what is wrong with it, and the remedy
     */
    public UnusableData(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /**
     * Creates the exception with its cause.
     *
     * @param setting name of the setting
     * @param message value in parentheses, what is wrong with it, and the remedy
     */
    public UnusableData(String setting, String message, Throwable cause) {
        super(message, cause);
        this.setting = setting;
    }

    /** Returns the problem for the check of a study. */
    public SettingProblem problem() {
        return new SettingProblem(setting, getMessage());
    }

    /** Returns the failure of a run, of kind {@code BAD_DATA}. */
    public TrainingFailure failure() {
        return new TrainingFailure(FailureKind.BAD_DATA, setting + " " + getMessage(), this);
    }
}
