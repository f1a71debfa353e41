package dev.sextant.coordinator.search.simulation;

import dev.sextant.common.random.SplitMix64;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.Exhausted;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.Proposal.Wait;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/**
 * A study on simulated slots: an event queue in which each epoch of a trial takes lognormal(0, 0.4) time units, drawn once per
 * trial with the seed and the trial's number, unless the training says how long it takes. Every epoch is counted, also one in which a trial fails. Runs once. Not
 * thread-safe.
 */
public final class SimulatedStudy {
    private static final double DURATION_SPREAD = 0.4;

    private final StudyView start;
    private final SimulatedTraining training;
    private final long maxEpochs;
    private final long seed;
    private BiConsumer<StudyView, Proposal> watcher = (view, proposal) -> {};
    private EpochListener epochListener = (trial, total, time) -> {};
    private DoubleSupplier delay = () -> 0;

    private final List<Trial> trials = new ArrayList<>();
    private final Set<Configuration> configurations = new HashSet<>();
    private final PriorityQueue<EpochEnd> events =
            new PriorityQueue<>(Comparator.comparingDouble(EpochEnd::time).thenComparingInt(EpochEnd::trial));
    private final List<Proposal> proposals = new ArrayList<>();
    private double now;
    /** Time until which the coordinator is busy with proposals. */
    private double answeredAt;

    private long epochs;
    private int busySlots;

    private record EpochEnd(double time, int trial) {}

    /**
     * How a study ended.
     *
     * @param end the study at the end
     * @param proposals all proposals that started or continued a trial
     * @param ending the proposal that ended the study; empty when its epochs were spent
     * @param epochs number of epochs trained
     * @param time time since the start, in units
     */
    public record Outcome(
            StudyView end, List<Proposal> proposals, Optional<Exhausted> ending, long epochs, double time) {
        public Outcome {
            proposals = List.copyOf(proposals);
        }

        /** The best value of all epochs; NaN when there is none. */
        public double best() {
            double best = Double.NaN;
            for (Trial trial : end.trials()) {
                double value = trial.curve().best(end.goal());
                best = end.goal().isBetter(value, best) ? value : best;
            }
            return best;
        }
    }

    /**
     * A study.
     *
     * @param start the study without trials
     * @param maxEpochs number of epochs after which the study ends
     * @param seed seed of the durations of epochs
     */
    public SimulatedStudy(StudyView start, SimulatedTraining training, long maxEpochs, long seed) {
        this.start = start;
        this.training = training;
        this.maxEpochs = maxEpochs;
        this.seed = seed;
    }

    /** Sets a listener for every view and the proposal for it. */
    public SimulatedStudy watchedBy(BiConsumer<StudyView, Proposal> watcher) {
        this.watcher = watcher;
        return this;
    }

    /** Sets a listener for every epoch. */
    public SimulatedStudy measuredBy(EpochListener listener) {
        this.epochListener = listener;
        return this;
    }

    /**
     * Delays runs by the time of proposals, which one coordinator makes one after another. By default proposals take no time.
     *
     * @param timeUnits the time of the latest proposal; called after every proposal
     */
    public SimulatedStudy delayedBy(DoubleSupplier timeUnits) {
        this.delay = timeUnits;
        return this;
    }

    /**
     * Runs the study to its end.
     *
     * @throws IllegalStateException when a proposal breaks a rule: a configuration outside the space, one that the study
     *     has, a trial that is not paused, an epoch beyond the top rung, or waiting although no trial is running
     */
    public Outcome run(SearchAlgorithm algorithm) {
        while (epochs < maxEpochs && view().secondsLeft() > 0) {
            Optional<Exhausted> ending = fillSlots(algorithm);
            if (ending.isPresent()) {
                return outcome(ending);
            }
            endEpoch(events.remove());
        }
        return outcome(Optional.empty());
    }

    private Outcome outcome(Optional<Exhausted> ending) {
        return new Outcome(view(), proposals, ending, epochs, now);
    }

    private StudyView view() {
        return start.withTrials(trials);
    }

    private Optional<Exhausted> fillSlots(SearchAlgorithm algorithm) {
        while (busySlots < start.slots()) {
            StudyView view = view();
            Proposal proposal = algorithm.propose(view);
            answeredAt = Math.max(answeredAt, now) + delay.getAsDouble();
            watcher.accept(view, proposal);
            ProposalRules.require(!proposal.reason().sentence().isBlank(), "%s says no reason", proposal, "");
            if (proposal instanceof Exhausted exhausted) {
                ProposalRules.require(busySlots == 0, "%s although %s trials are running", exhausted, busySlots);
                return Optional.of(exhausted);
            }
            if (proposal instanceof Wait wait) {
                ProposalRules.require(busySlots > 0, "%s although %s trials are running", wait, busySlots);
                return Optional.empty();
            }
            if (proposal instanceof StartTrial trial) {
                start(view, trial, algorithm.name());
            } else if (proposal instanceof ContinueTrial trial) {
                continueTrial(view, trial);
            }
            proposals.add(proposal);
        }
        return Optional.empty();
    }

    private void start(StudyView view, StartTrial trial, String algorithm) {
        ProposalRules.check(view, trial, configurations.contains(trial.configuration()));
        Configuration trained = training.trainedFor(trial.configuration());
        if (!configurations.add(trained)) {
            throw new IllegalStateException(trained + " is trained already, for " + trial);
        }
        trials.add(new Trial(
                trials.size() + 1, trained, TrialState.RUNNING, trial.toEpoch(), algorithm, LearningCurve.EMPTY));
        startRun(trials.size());
    }

    private void continueTrial(StudyView view, ContinueTrial next) {
        ProposalRules.check(view, next);
        Trial trial = trials.get(next.trial() - 1);
        trials.set(trial.number() - 1, trial.withState(TrialState.RUNNING).withTargetEpoch(next.toEpoch()));
        startRun(next.trial());
    }

    private void startRun(int trial) {
        busySlots++;
        events.add(new EpochEnd(answeredAt + epochDuration(trial), trial));
    }

    private void endEpoch(EpochEnd end) {
        now = end.time();
        epochs++;
        Trial trial = trials.get(end.trial() - 1);
        int epoch = trial.curve().epochs() + 1;
        Optional<Double> value = training.value(trial.configuration(), epoch);
        LearningCurve curve = value.map(measured ->
                        trial.curve().plus(new EpochValue(measured, training.margins(trial.configuration(), epoch))))
                .orElse(trial.curve());
        TrialState state = stateAfter(trial, epoch, value);
        double seconds = training.seconds(trial.configuration());
        trials.set(trial.number() - 1, trial.measured(curve, seconds).withState(state));
        if (state == TrialState.RUNNING) {
            events.add(new EpochEnd(now + epochDuration(end.trial()), end.trial()));
        } else {
            busySlots--;
        }
        epochListener.epochEnded(trials.get(end.trial() - 1), epochs, now);
    }

    private TrialState stateAfter(Trial trial, int epoch, Optional<Double> value) {
        if (value.isEmpty()) {
            return TrialState.FAILED;
        }
        if (epoch < trial.targetEpoch()) {
            return TrialState.RUNNING;
        }
        return epoch == start.maxEpochs() ? TrialState.COMPLETED : TrialState.PAUSED;
    }

    private double epochDuration(int trial) {
        double seconds = training.seconds(trials.get(trial - 1).configuration());
        return seconds > 0
                ? seconds
                : Math.exp(
                        DURATION_SPREAD * new SplittableRandom(seed + trial * SplitMix64.GOLDEN_GAMMA).nextGaussian());
    }
}
