package dev.sextant.worker.image.data;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.TrainingFailure;

/** Something that a setting points to cannot be used: a problem for the driver's check, a failure for a run. */
public final class UnusableData extends Exception {
    private final String setting;

    /**
     * @param setting the setting at fault
     * @param message the value in parentheses, what is wrong with it and the remedy
     */
    public UnusableData(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    public UnusableData(String setting, String message, Throwable cause) {
        super(message, cause);
        this.setting = setting;
    }

    public SettingProblem problem() {
        return new SettingProblem(setting, getMessage());
    }

    public TrainingFailure failure() {
        return new TrainingFailure(FailureKind.BAD_DATA, setting + " " + getMessage(), this);
    }
}
