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

/** A study that has come far, with random configurations; goes on as it is told. For one thread. */
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
     * The study when so many trials were started and all slots but one are busy.
     *
     * @param halving whether trials are trained rung by rung, the best go on; else each to the end
     */
    static LargeStudy of(BenchmarkTask task, int trials, int slots, boolean halving) {
        StudyView start = new StudyView(
                task.space(), Goal.MAXIMIZE, RUNGS, REDUCTION, SEED, slots, Integer.MAX_VALUE, List.of(), List.of());
        List<StudyView> reached = new ArrayList<>();
        new SimulatedStudy(start, task.replay(), (long) SyntheticTask.EPOCHS * (trials + slots), SEED)
                .watchedBy((view, proposal) -> {
                    if (reached.isEmpty()
                            && view.trials().size() == trials
                            && view.trials().stream()
                                            .filter(trial -> trial.state() == TrialState.RUNNING)
                                            .count()
                                    == slots - 1) {
                        reached.add(view);
                    }
                })
                .run(new StoppedAt(trials, halving ? "asha" : "random"));
        return new LargeStudy(task, start, reached.get(0).trials());
    }

    /** Starts so many trials and a slot's more, then only lets those go on that are to. */
    private static final class StoppedAt implements SearchAlgorithm {
        private final SearchAlgorithm algorithm;
        private final int trials;

        private StoppedAt(int trials, String algorithm) {
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

    /** Whether an algorithm trains its first trial to the lowest rung only. */
    static boolean halves(SearchAlgorithm algorithm, BenchmarkTask task) {
        StudyView empty = new StudyView(
                task.space(), Goal.MAXIMIZE, RUNGS, REDUCTION, SEED, 1, Integer.MAX_VALUE, List.of(), List.of());
        return algorithm.propose(empty) instanceof Proposal.StartTrial first && first.toEpoch() < task.epochs();
    }

    StudyView view() {
        return start.withTrials(trials);
    }

    /** The run that has been under way longest ends. */
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

    /** A slot does what was proposed. */
    void follow(Proposal proposal, String algorithm) {
        if (proposal instanceof Proposal.StartTrial started) {
            trials.add(new Trial(
                    trials.size() + 1,
                    started.configuration(),
                    TrialState.RUNNING,
                    started.toEpoch(),
                    algorithm,
                    LearningCurve.EMPTY));
            running.add(trials.size());
        } else if (proposal instanceof Proposal.ContinueTrial goesOn) {
            Trial trial = trials.get(goesOn.trial() - 1);
            replace(trial, TrialState.RUNNING, goesOn.toEpoch(), trial.curve());
            running.add(trial.number());
        }
    }

    private void replace(Trial trial, TrialState state, int target, LearningCurve curve) {
        trials.set(
                trial.number() - 1,
                new Trial(trial.number(), trial.configuration(), state, target, trial.proposedBy(), curve));
    }
}
