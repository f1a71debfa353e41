package dev.sextant.common.trainer;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.TrainerSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes one type of trainer and creates its instances. An implementation has a public constructor without
 * arguments, is named in {@code META-INF/services/dev.sextant.common.trainer.TrainerFactory} and is safe for use by
 * many threads.
 *
 * <pre>{@code
 * public final class MeanTrainerFactory implements TrainerFactory {
 *     public String type() {
 *         return "mean"; // trainer: {type: mean}
 *     }
 *
 *     public String summary() {
 *         return "Estimates the mean of noise";
 *     }
 *
 *     public List<Setting> settings() {
 *         return List.of(Setting.number("learning_rate").between(0, 1).byDefault(0.1).describedAs("the step size"));
 *     }
 *
 *     public Set<String> metrics() {
 *         return Set.of("loss");
 *     }
 *
 *     public Trainer create(TrialContext context) {
 *         return new MeanTrainer(context);
 *     }
 * }
 * }</pre>
 */
public interface TrainerFactory {
    /** Returns the value of {@code trainer.type} in the study file, unique among all trainers. */
    String type();

    /**
     * Returns the revision of the trainer's rules: raised by a change after which the same settings and seed train
     * differently. New studies are created with it, and {@link TrialContext#revision} of all their runs is the one
     * that they were created with, so that an upgrade does not change a study that is under way.
     */
    default int revision() {
        return TrainerSpec.FIRST_REVISION;
    }

    /** Returns one line that says what the trainer trains. */
    String summary();

    /**
     * Returns the settings in the order of the reference page. A study can fix each one under {@code trainer} or, if it
     * {@link Setting#isSearchable}, search it under {@code parameters}.
     */
    List<Setting> settings();

    /**
     * Returns the same settings with the defaults of a revision, so that a study keeps the defaults that it was created
     * with.
     *
     * @param revision revision of the trainer, from 1 to {@link #revision}, for which this equals {@link #settings()}
     */
    default List<Setting> settings(int revision) {
        return settings();
    }

    /**
     * Returns names by which other programs know settings like these, in lower case with underscores, and for each the
     * end of the message to a user who writes it: {@code it is called learning_rate}. None is the name of a setting.
     */
    default Map<String, String> otherNames() {
        return Map.of();
    }

    /** Returns whether the trainer accepts settings that it does not declare. */
    default boolean takesOtherSettings() {
        return false;
    }

    /**
     * Returns the names of the metrics that every epoch reports and a study can optimize; empty when they are known
     * only after an epoch.
     */
    Set<String> metrics();

    /**
     * Checks the settings on the driver before anything runs, for example whether a data path exists.
     *
     * @param settings the fixed settings, defaults included; searched settings are absent
     * @return problems, each of one setting; empty when there are none
     */
    default List<SettingProblem> check(Settings settings) {
        return List.of();
    }

    /**
     * Checks one value of a searched path, after {@link #check}. Called for each value, so an expensive check should
     * look at this path only.
     *
     * @param path name of the setting
     * @param settings the fixed settings, and this value of the path
     * @return problems, which may repeat those of {@link #check}
     */
    default List<SettingProblem> checkPath(String path, Settings settings) {
        return check(settings);
    }

    /**
     * Checks the searched parameters on the driver before anything runs, for example whether a network has all layers
     * that a parameter names.
     *
     * @param settings the fixed settings, and one value of a searched path if there is one
     * @param searched the parameters that can be active with these settings
     * @return problems, each of one setting; empty when there are none
     */
    default List<SettingProblem> checkSearched(Settings settings, List<Parameter> searched) {
        return List.of();
    }

    /**
     * Describes what the fixed settings of a valid study select, for example how many images a data folder holds.
     * Called on the driver before anything runs. Must be quick: it may list files, but should not read them.
     *
     * @param settings the fixed settings, defaults included; searched settings are absent
     * @return lines for users; empty when there is nothing to say
     */
    default List<String> describe(Settings settings) {
        return List.of();
    }

    /**
     * Returns a new estimate of the computing that epochs take. The search uses it to tell cheap trials from expensive ones
     * before it has measured any. Called on the driver.
     */
    default WorkEstimate workEstimate() {
        return WorkEstimate.NONE;
    }

    /**
     * Prepares a new executor for the runs of a study: loads libraries and reads data. Called at most once per process,
     * on a thread of its own. Runs do not wait for it. An exception is only logged, because the first run will meet the
     * same problem.
     *
     * @param context a context as for a first run, with the fixed settings and the defaults of all others
     * @param searched names of the searched settings, of which each trial has its own value
     * @throws TrainingFailure when the settings or the data cannot be used
     */
    default void prepare(TrialContext context, Set<String> searched) throws TrainingFailure {}

    /**
     * Creates the trainer of one run, before anything is trained.
     *
     * @throws TrainingFailure when the settings or the data cannot be used
     */
    Trainer create(TrialContext context) throws TrainingFailure;
}
