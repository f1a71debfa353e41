package dev.sextant.benchmarks.search;

import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.ask.TrainingBudget;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Runs studies of one contender on one task, on simulated slots. */
final class StudyRun {
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Contender contender;
    private final BenchmarkTask task;
    private final BenchmarkTask donor;
    private final Protocol protocol;
    private final LongSupplier nanoClock;

    /**
     * The setup of all runs.
     *
     * @param minEpochs epochs of the lowest rung
     * @param reduction η
     * @param budget maximum number of epochs charged to a run
     * @param secondsPerUnit seconds per unit of the simulated clock, to add the time of proposals; empty when they take no time
     */
    record Protocol(int minEpochs, int reduction, long budget, OptionalDouble secondsPerUnit) {
        /** The fidelity of studies of a task. */
        Fidelity fidelity(BenchmarkTask task) {
            return new Fidelity(Math.min(minEpochs, task.epochs()), task.epochs(), reduction);
        }
    }

    StudyRun(Contender contender, BenchmarkTask task, Protocol protocol, LongSupplier nanoClock) {
        this(contender, task, task, protocol, nanoClock);
    }

    /** @param donor task of the earlier study, when the contender uses one */
    StudyRun(Contender contender, BenchmarkTask task, BenchmarkTask donor, Protocol protocol, LongSupplier nanoClock) {
        this.contender = contender;
        this.task = task;
        this.donor = donor;
        this.protocol = protocol;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs a study.
     *
     * @param seed determines, with the task, the study's seed and the durations of epochs, for all contenders alike
     */
    BenchmarkResult run(int slots, int seed) {
        long maxEpochs = protocol.budget() * contender.epochsPerCharge();
        TimedAlgorithm algorithm = new TimedAlgorithm(contender.factory().apply(maxEpochs), nanoClock);
        IncumbentTrace.Collector best = new IncumbentTrace.Collector();
        Replay replay = task.replay();
        long studySeed = studySeed(task, seed);
        SimulatedStudy study = new SimulatedStudy(view(slots, studySeed), replay, maxEpochs, studySeed)
                .measuredBy((trial, epochs, time) -> {
                    int measured = trial.curve().epochs();
                    if (measured > 0) {
                        double value = replay.noiseless(
                                trial.configuration(), measured, trial.curve().at(measured));
                        best.add(charged(epochs), value, time);
                    }
                });
        protocol.secondsPerUnit().ifPresent(unit -> study.delayedBy(() -> algorithm.latestSeconds() / unit));
        SimulatedStudy.Outcome outcome = study.run(algorithm);
        Quantiles seconds = algorithm.quantiles();
        return new BenchmarkResult(
                new BenchmarkRun(contender.name(), task.suite(), task.name(), slots, seed, protocol.budget()),
                best.collected(),
                charged(outcome.epochs()),
                recommended(outcome.end())
                        .map(trial -> replay.score(trial.configuration()))
                        .orElse(Double.NaN),
                MILLIS_PER_SECOND * seconds.at(0.5),
                MILLIS_PER_SECOND * seconds.at(0.99));
    }

    /** The seed of a study. */
    static long studySeed(BenchmarkTask task, int seed) {
        long stream = task.suite().hashCode() * 31L + task.name().hashCode();
        return new SplittableRandom(stream * 1_000_003L + seed).nextLong();
    }

    /** The epochs charged for epochs trained. */
    private long charged(long epochs) {
        return (epochs + contender.epochsPerCharge() - 1) / contender.epochsPerCharge();
    }

    private StudyView view(int slots, long seed) {
        return new StudyView(
                task.space(),
                Goal.MAXIMIZE,
                contender.rungs().of(protocol.fidelity(task)),
                protocol.reduction(),
                seed,
                slots,
                task.configurations(),
                TrainingBudget.UNLIMITED,
                List.of(),
                contender.knowledge().of(task, donor, protocol.fidelity(donor), seed),
                List.of());
    }

    /** The trial with the best measured value, as {@code sextant best} prints it. */
    private static Optional<Trial> recommended(StudyView end) {
        Trial best = null;
        for (Trial trial : end.trials()) {
            double value = trial.curve().best(end.goal());
            if (!Double.isNaN(value)
                    && (best == null || end.goal().isBetter(value, best.curve().best(end.goal())))) {
                best = trial;
            }
        }
        return Optional.ofNullable(best);
    }
}
