package dev.sextant.common.trainer;

import dev.sextant.common.space.Parameter;
import java.util.List;
import java.util.Set;

/**
 * Makes trainers of one type. Implementations have a public constructor without arguments, are named in {@code
 * META-INF/services/dev.sextant.common.trainer.TrainerFactory} and are safe for use by many threads.
 */
public interface TrainerFactory {
    /** The word after {@code trainer: type:} in the study file. */
    String type();

    /** What it trains, in one line. */
    String summary();

    /** The settings it takes; each can be fixed under {@code trainer} or searched under {@code parameters}. */
    List<Setting> settings();

    /** Whether it also takes settings that it does not declare, passing them on. */
    default boolean takesOtherSettings() {
        return false;
    }

    /** The metrics it reports after each epoch; empty when only a run can tell. */
    Set<String> metrics();

    /**
     * What is wrong with the settings, as far as the driver can see before anything runs, e.g. a data path that does
     * not exist. Each problem names the setting.
     *
     * @param settings the fixed settings; searched ones are absent
     */
    default List<SettingProblem> check(Settings settings) {
        return List.of();
    }

    /**
     * What is wrong where a path that is searched has one of its values, beyond what {@link #check} finds, which has been asked
     * already. Where much is looked at, this should look at the path alone.
     *
     * @param path the setting's name
     * @param settings the fixed settings, and one of the path's values
     */
    default List<SettingProblem> checkPath(String path, Settings settings) {
        return check(settings);
    }

    /**
     * What is wrong with what a study searches, as far as the driver can see before anything runs, e.g. a layer's name
     * that no network has. Each problem names the setting.
     *
     * @param settings the fixed settings, and one of the values of a path that is searched
     * @param searched the parameters that may be active then
     */
    default List<SettingProblem> checkSearched(Settings settings, List<Parameter> searched) {
        return List.of();
    }

    /**
     * Gets ready what all runs of a study begin with, on an executor that has just started and waits for its first one:
     * loads libraries, reads data. Called at most once a process, on a thread of its own. Runs come when they come and do
     * not wait for this; what it throws is logged and no more, for the run will meet the same.
     *
     * @param context as of a first run, with the fixed settings and the defaults of all others
     * @param searched the names of the settings that each trial has its own value of
     */
    default void prepare(TrialContext context, Set<String> searched) throws TrainingFailure {}

    /**
     * Makes the trainer of one run. Nothing is trained yet.
     *
     * @throws TrainingFailure when the settings or the data cannot be used
     */
    Trainer create(TrialContext context) throws TrainingFailure;
}
