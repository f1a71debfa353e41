package dev.sextant.benchmarks.search;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.CurveExtrapolation;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A simulated study with the predicted and the actual final values of its trials below the top rung.
 *
 * @param epochs number of epochs of the study
 * @param unit y* − median of the task, the unit of errors and interval widths
 * @param atTop number of trials that were trained to the top
 * @param trials the predicted trials; empty when too few trials were trained to the top
 */
record PredictedStudy(
        String suite, String task, int seed, long epochs, double unit, int atTop, List<PredictedTrial> trials) {
    /** Share of the predicted trials that are leaders. */
    private static final double LEADERS = 0.25;

    static PredictedStudy of(Contender contender, BenchmarkTask task, StudyRun.Protocol protocol, int slots, int seed) {
        long studySeed = StudyRun.studySeed(task, seed);
        StudyView start = new StudyView(
                task.space(),
                Goal.MAXIMIZE,
                contender.rungs().of(protocol.fidelity(task)),
                protocol.reduction(),
                studySeed,
                slots,
                task.configurations(),
                List.of(),
                List.of());
        Replay replay = task.replay();
        StudyView end = new SimulatedStudy(start, replay, protocol.budget(), studySeed)
                .run(contender.factory().apply(protocol.budget()))
                .end();
        CurveExtrapolation predicted = new CurveExtrapolation(end);
        List<PredictedTrial> trials = new ArrayList<>();
        for (Trial trial : end.trials()) {
            predicted.of(trial.number()).ifPresent(expected -> valueAtTop(replay, trial, end.maxEpochs())
                    .ifPresent(best -> trials.add(new PredictedTrial(
                            trial.curve().best(Goal.MAXIMIZE),
                            meanGain(end, trial.curve().epochs()),
                            expected,
                            best))));
        }
        return new PredictedStudy(
                task.suite(),
                task.name(),
                seed,
                protocol.budget(),
                task.reference().best() - task.reference().median(),
                predicted.atTop(),
                trials);
    }

    /** The best value of a trial after training to the top; empty when the trial fails before. */
    private static Optional<Double> valueAtTop(Replay replay, Trial trial, int top) {
        double best = trial.curve().best(Goal.MAXIMIZE);
        for (int epoch = trial.curve().epochs() + 1; epoch <= top; epoch++) {
            Optional<Double> value = replay.value(trial.configuration(), epoch);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            best = Goal.MAXIMIZE.isBetter(value.get(), best) ? value.get() : best;
        }
        return Optional.of(best);
    }

    /** The mean gain of the completed trials from an epoch to the top. */
    private static double meanGain(StudyView end, int from) {
        return end.trials().stream()
                .filter(trial -> trial.state() == TrialState.COMPLETED)
                .mapToDouble(trial ->
                        trial.curve().best(Goal.MAXIMIZE) - trial.curve().bestUpTo(from, Goal.MAXIMIZE))
                .average()
                .orElse(0);
    }

    /** Whether the study predicts any trial. */
    boolean predicts() {
        return !trials.isEmpty();
    }

    /** The study with the leaders only: the predicted trials with the best current values. */
    PredictedStudy leaders() {
        int count = (int) Math.ceil(LEADERS * trials.size());
        List<PredictedTrial> best = trials.stream()
                .sorted(Comparator.comparingDouble((PredictedTrial trial) -> -trial.now()))
                .limit(count)
                .toList();
        return new PredictedStudy(suite, task, seed, epochs, unit, atTop, best);
    }

    /** The mean of a measure over the trials; there must be at least one. */
    double mean(ToDoubleFunction<PredictedTrial> measure) {
        return trials.stream().mapToDouble(measure).average().orElseThrow();
    }

    /** Median width of the prediction intervals, in units. */
    double medianWidth() {
        return Quantiles.of(trials.stream().mapToDouble(PredictedTrial::width).toArray())
                        .at(0.5)
                / unit;
    }
}
