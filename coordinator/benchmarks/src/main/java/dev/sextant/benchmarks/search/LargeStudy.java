package dev.sextant.benchmarks.search;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A simulated study with many trials of random configurations, which then follows proposals. Not thread-safe. */
final class LargeStudy {
    private static final List<Integer> RUNGS = List.of(2, 6, 18, SyntheticTask.EPOCHS);
    private static final int REDUCTION = 3;
    private static final long SEED = 1;

    private final BenchmarkTask task;
    private final Replay replay;
    private final StudyView start;
    private final List<Trial> trials;
    private final Deque<Integer> running = new ArrayDeque<>();

    private LargeStudy(BenchmarkTask task, StudyView start, List<Trial> trials) {
        this.task = task;
        this.replay = task.replay();
        this.start = start;
        this.trials = new ArrayList<>(trials);
        for (Trial trial : trials) {
            if (trial.state() == TrialState.RUNNING) {
                running.add(trial.number());
            }
        }
    }

    /**
     * A study at the moment when {@code trials} trials were started and all slots but one are busy.
     *
     * @param halving whether its trials were promoted rung by rung; otherwise each was trained to the end
     */
    static LargeStudy of(BenchmarkTask task, int trials, int slots, boolean halving) {
        StudyView start = new StudyView(
                task.space(), Goal.MAXIMIZE, RUNGS, REDUCTION, SEED, slots, Integer.MAX_VALUE, List.of(), List.of());
        List<StudyView> snapshots = new ArrayList<>();
        new SimulatedStudy(start, task.replay(), (long) SyntheticTask.EPOCHS * (trials + slots), SEED)
                .watchedBy((view, proposal) -> {
                    if (snapshots.isEmpty()
                            && view.trials().size() == trials
                            && view.trials().stream()
                                            .filter(trial -> trial.state() == TrialState.RUNNING)
                                            .count()
                                    == slots - 1) {
                        snapshots.add(view);
                    }
                })
                .run(new Limited(trials, halving ? "asha" : "random"));
        return new LargeStudy(task, start, snapshots.get(0).trials());
    }

    /** An algorithm that starts no more trials once the study has more than a given number; it still continues them. */
    private static final class Limited implements SearchAlgorithm {
        private final SearchAlgorithm algorithm;
        private final int trials;

        private Limited(int trials, String algorithm) {
            this.trials = trials;
            this.algorithm = SearchAlgorithms.create(algorithm);
        }

        @Override
        public String name() {
            return algorithm.name();
        }

        @Override
        public Proposal propose(StudyView view) {
            Proposal proposal = algorithm.propose(view);
            if (view.trials().size() <= trials || !(proposal instanceof Proposal.StartTrial)) {
                return proposal;
            }
            boolean underWay = view.trials().stream().anyMatch(trial -> trial.state() == TrialState.RUNNING);
            return underWay ? new Proposal.Wait(proposal.reason()) : new Proposal.Exhausted(proposal.reason());
        }
    }

    /** Whether an algorithm trains its first trial only to the lowest rung. */
    static boolean halves(SearchAlgorithm algorithm, BenchmarkTask task) {
        StudyView empty = new StudyView(
                task.space(), Goal.MAXIMIZE, RUNGS, REDUCTION, SEED, 1, Integer.MAX_VALUE, List.of(), List.of());
        return algorithm.propose(empty) instanceof Proposal.StartTrial first && first.toEpoch() < task.epochs();
    }

    /** The study as it is now. */
    StudyView view() {
        return start.withTrials(trials);
    }

    /** Ends the run that started first. */
    void endOne() {
        Trial trial = trials.get(running.remove() - 1);
        LearningCurve curve = trial.curve();
        while (curve.epochs() < trial.targetEpoch()) {
            Optional<Double> value = replay.value(trial.configuration(), curve.epochs() + 1);
            curve = curve.plus(value.orElse(Double.NaN));
        }
        replace(
                trial,
                curve.epochs() == task.epochs() ? TrialState.COMPLETED : TrialState.PAUSED,
                curve.epochs(),
                curve);
    }

    /** Carries out a proposal. */
    void follow(Proposal proposal, String algorithm) {
        if (proposal instanceof Proposal.StartTrial start) {
            trials.add(new Trial(
                    trials.size() + 1,
                    start.configuration(),
                    TrialState.RUNNING,
                    start.toEpoch(),
                    algorithm,
                    LearningCurve.EMPTY));
            running.add(trials.size());
        } else if (proposal instanceof Proposal.ContinueTrial next) {
            Trial trial = trials.get(next.trial() - 1);
            replace(trial, TrialState.RUNNING, next.toEpoch(), trial.curve());
            running.add(trial.number());
        }
    }

    private void replace(Trial trial, TrialState state, int target, LearningCurve curve) {
        trials.set(
                trial.number() - 1,
                new Trial(trial.number(), trial.configuration(), state, target, trial.proposedBy(), curve));
    }
}
