package dev.sextant.coordinator.search.ask;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import java.util.List;

/**
 * Everything that a search may know of a study at one moment. Immutable.
 *
 * @param space the search space
 * @param goal whether the objective metric is maximized or minimized
 * @param rungs epochs of the rungs, lowest first; the last one is the top rung T
 * @param reduction η: about one in η trials of a rung is promoted to the next
 * @param seed seed of the study
 * @param slots number of runs in parallel when all slots are busy
 * @param maxTrials maximum number of trials; {@link Integer#MAX_VALUE} for no limit
 * @param budget limits on the training of all trials
 * @param startWith configurations to try first
 * @param knowledge what was known before the first trial
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
        TrainingBudget budget,
        List<Configuration> startWith,
        PriorKnowledge knowledge,
        List<Trial> trials) {
    public StudyView {
        rungs = List.copyOf(rungs);
        startWith = List.copyOf(startWith);
        trials = List.copyOf(trials);
    }

    /** A study without prior knowledge, in which nothing but the number of trials is limited. */
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
        this(
                space,
                goal,
                rungs,
                reduction,
                seed,
                slots,
                maxTrials,
                TrainingBudget.UNLIMITED,
                startWith,
                PriorKnowledge.NONE,
                trials);
    }

    /** Epochs of the top rung T. */
    public int maxEpochs() {
        return rungs.get(rungs.size() - 1);
    }

    /** The same study with other trials. */
    public StudyView withTrials(List<Trial> other) {
        return with(rungs, budget, knowledge, other);
    }

    /** The same study with other rungs. */
    public StudyView withRungs(List<Integer> other) {
        return with(other, budget, knowledge, trials);
    }

    /** The same study with another budget. */
    public StudyView withBudget(TrainingBudget other) {
        return with(rungs, other, knowledge, trials);
    }

    /** The same study with other prior knowledge. */
    public StudyView withKnowledge(PriorKnowledge other) {
        return with(rungs, budget, other, trials);
    }

    private StudyView with(
            List<Integer> otherRungs,
            TrainingBudget otherBudget,
            PriorKnowledge otherKnowledge,
            List<Trial> otherTrials) {
        return new StudyView(
                space,
                goal,
                otherRungs,
                reduction,
                seed,
                slots,
                maxTrials,
                otherBudget,
                startWith,
                otherKnowledge,
                otherTrials);
    }

    /** Slot time that the budget leaves for further epochs, in seconds; negative when more was used. */
    public double secondsLeft() {
        return budget.seconds() - trials.stream().mapToDouble(Trial::seconds).sum();
    }

    /** Number of constraints of the objective; 0 while no trial has finished an epoch. */
    public int constraints() {
        for (Trial trial : trials) {
            if (trial.curve().epochs() > 0) {
                return trial.curve().measured(1).margins().size();
            }
        }
        return 0;
    }

    /** Whether the trial budget allows another trial. */
    public boolean mayStartTrial() {
        return trials.size() < maxTrials;
    }
}
