package dev.sextant.coordinator.past;

import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.sql.row.ImportedTrial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study of trials that another program has trained. Immutable.
 *
 * @param notes what people are told about the trials: one sentence each
 */
public record PastStudy(StudySpec spec, List<ImportedTrial> trials, List<String> notes) {
    private static final int REDUCTION = 3;

    public PastStudy {
        trials = List.copyOf(trials);
        notes = List.copyOf(notes);
    }

    /** Returns the number of trials in a state. */
    public long count(TrialState state) {
        return trials.stream().filter(trial -> trial.state() == state).count();
    }

    /**
     * Creates the study.
     *
     * @param settings settings that all trials share, defaults included
     * @throws IllegalArgumentException if there is nothing to learn from the trials
     */
    static PastStudy of(
            String name,
            Objective objective,
            SearchSpace space,
            SortedMap<String, Object> settings,
            List<ImportedTrial> trials,
            List<String> notes) {
        if (trials.stream().allMatch(trial -> trial.epochs().isEmpty())) {
            throw new IllegalArgumentException("there is nothing to learn: none of the " + trials.size()
                    + " trials has a value of " + objective.metric());
        }
        int maxEpochs =
                trials.stream().mapToInt(trial -> trial.epochs().size()).max().orElseThrow();
        StudySpec spec = new StudySpec(
                name,
                objective,
                new TrainerSpec(TrainerSpec.IMPORTED, settings),
                space,
                new Fidelity(1, maxEpochs, REDUCTION),
                new SearchSettings("random", 0),
                new Budget(
                        OptionalInt.of(trials.size()),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalDouble.empty()),
                List.of(),
                new ClusterSettings(1, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
        return new PastStudy(spec, trials, notes);
    }

    /** Returns the settings that all trials of a study share, defaults included. */
    static SortedMap<String, Object> settings(StudySpec like) {
        SortedMap<String, Object> settings = new TreeMap<>(Settings.withDefaults(
                        Trainers.installed()
                                .find(like.trainer().type())
                                .map((TrainerFactory factory) ->
                                        factory.settings(like.trainer().revision()))
                                .orElse(List.of()),
                        like.trainer().settings())
                .values());
        like.space().parameters().forEach(parameter -> settings.remove(parameter.name()));
        return settings;
    }
}
