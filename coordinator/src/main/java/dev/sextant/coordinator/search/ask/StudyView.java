package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import java.util.List;

/**
 * Everything a search may know of a study.
 *
 * @param goal which way the objective metric is better
 * @param rungs epochs of each rung, lowest first, the last one the top rung T
 * @param reduction η
 * @param seed the study's seed
 * @param slots how many runs go on at once when all slots are busy
 * @param maxTrials how many trials may be started in all; {@link Integer#MAX_VALUE} for no limit
 * @param startWith configurations to try first
 * @param knowledge what is known beside the trials
 * @param trials all trials, by number: {@code trials().get(i)} is trial i + 1
 */
public record StudyView(
        SearchSpace space,
        Goal goal,
        List<Integer> rungs,
        int reduction,
        long seed,
        int slots,
        int maxTrials,
        List<Configuration> startWith,
        PriorKnowledge knowledge,
        List<Trial> trials) {
    public StudyView {
        rungs = List.copyOf(rungs);
        startWith = List.copyOf(startWith);
        trials = List.copyOf(trials);
    }

    /** A study of which nothing is known beside its trials. */
    public StudyView(
            SearchSpace space,
            Goal goal,
            List<Integer> rungs,
            int reduction,
            long seed,
            int slots,
            int maxTrials,
            List<Configuration> startWith,
            List<Trial> trials) {
        this(space, goal, rungs, reduction, seed, slots, maxTrials, startWith, PriorKnowledge.NONE, trials);
    }

    /** Epochs of the top rung T. */
    public int maxEpochs() {
        return rungs.get(rungs.size() - 1);
    }

    /** The same study with other trials. */
    public StudyView withTrials(List<Trial> other) {
        return new StudyView(space, goal, rungs, reduction, seed, slots, maxTrials, startWith, knowledge, other);
    }

    /** The same study, compared at other rungs. */
    public StudyView withRungs(List<Integer> other) {
        return new StudyView(space, goal, other, reduction, seed, slots, maxTrials, startWith, knowledge, trials);
    }

    /** The same study, with something known of it. */
    public StudyView withKnowledge(PriorKnowledge other) {
        return new StudyView(space, goal, rungs, reduction, seed, slots, maxTrials, startWith, other, trials);
    }

    /** How many constraints the objective has, as far as trials have measured any. */
    public int constraints() {
        for (Trial trial : trials) {
            if (trial.curve().epochs() > 0) {
                return trial.curve().measured(1).margins().size();
            }
        }
        return 0;
    }

    /** Whether one more trial may be started. */
    public boolean mayStartTrial() {
        return trials.size() < maxTrials;
    }
}
