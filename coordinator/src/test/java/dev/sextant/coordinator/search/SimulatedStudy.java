package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.Proposal.Exhausted;
import dev.sextant.coordinator.search.Proposal.StartTrial;
import dev.sextant.coordinator.search.Proposal.Wait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * A study on simulated slots: an event queue in which an epoch of a trial takes 1 · lognormal(0.4) time units, fixed per
 * trial. Every proposal is held to the rules that all algorithms have in common.
 */
final class SimulatedStudy {
    private final StudyView start;
    private final CurveFamily curves;
    private final long mostEpochs;
    private final long seed;
    private BiConsumer<StudyView, Proposal> watcher = (view, proposal) -> {};

    private final List<TrialView> trials = new ArrayList<>();
    private final Set<Configuration> configurations = new HashSet<>();
    private final PriorityQueue<EpochEnd> events =
            new PriorityQueue<>(Comparator.comparingDouble(EpochEnd::time).thenComparingInt(EpochEnd::trial));
    private final List<Step> steps = new ArrayList<>();
    private double now;
    private long epochs;
    private int busy;

    private record EpochEnd(double time, int trial) {}

    /** A proposal and the view that it answers. */
    record Step(StudyView view, Proposal proposal) {}

    /**
     * @param end the study at the end
     * @param steps all starts and continuations
     * @param ending the answer that ended the study; empty when its epochs were spent
     * @param time units, from the start
     */
    record Outcome(StudyView end, List<Step> steps, Optional<Exhausted> ending, long epochs, double time) {
        /** The best value of all trials and epochs. */
        double best() {
            double best = Double.NaN;
            for (TrialView trial : end.trials()) {
                double value = trial.curve().best(end.goal());
                best = end.goal().isBetter(value, best) ? value : best;
            }
            return best;
        }
    }

    /**
     * @param start the study, without trials; its slots are simulated
     * @param mostEpochs the study ends when so many epochs are trained
     * @param seed of the durations
     */
    SimulatedStudy(StudyView start, CurveFamily curves, long mostEpochs, long seed) {
        this.start = start;
        this.curves = curves;
        this.mostEpochs = mostEpochs;
        this.seed = seed;
    }

    /** Shows every view and the answer to it. */
    SimulatedStudy watchedBy(BiConsumer<StudyView, Proposal> watcher) {
        this.watcher = watcher;
        return this;
    }

    /** Runs the study to its end. */
    Outcome run(SearchAlgorithm algorithm) {
        while (true) {
            Optional<Exhausted> ending = fillSlots(algorithm);
            if (ending.isPresent() || epochs >= mostEpochs) {
                return new Outcome(view(), List.copyOf(steps), ending, epochs, now);
            }
            endEpoch(events.remove());
        }
    }

    private StudyView view() {
        return Views.with(start, trials);
    }

    private Optional<Exhausted> fillSlots(SearchAlgorithm algorithm) {
        while (busy < start.slots()) {
            StudyView view = view();
            Proposal proposal = algorithm.propose(view);
            watcher.accept(view, proposal);
            assertThat(proposal.reason().sentence()).isNotBlank();
            if (proposal instanceof Exhausted exhausted) {
                assertThat(busy).as("running trials when %s", exhausted).isZero();
                return Optional.of(exhausted);
            }
            if (proposal instanceof Wait wait) {
                assertThat(busy).as("running trials when %s", wait).isPositive();
                return Optional.empty();
            }
            if (proposal instanceof StartTrial trial) {
                start(view, trial, algorithm.name());
            } else if (proposal instanceof ContinueTrial trial) {
                goOn(trial);
            }
            steps.add(new Step(view, proposal));
        }
        return Optional.empty();
    }

    private void start(StudyView view, StartTrial trial, String algorithm) {
        assertThat(trials).as("trials before one more is started").hasSizeLessThan(start.maxTrials());
        assertThat(view.space().problemWith(trial.configuration())).isEmpty();
        assertThat(configurations.add(trial.configuration()))
                .as("%s is new", trial.configuration())
                .isTrue();
        assertThat(start.rungs()).contains(trial.toEpoch());
        trials.add(new TrialView(
                trials.size() + 1,
                trial.configuration(),
                TrialState.RUNNING,
                trial.toEpoch(),
                algorithm,
                LearningCurve.EMPTY));
        runs(trials.size());
    }

    private void goOn(ContinueTrial next) {
        TrialView trial = trials.get(next.trial() - 1);
        assertThat(trial.state()).as("state of %s", next).isEqualTo(TrialState.PAUSED);
        assertThat(next.toEpoch()).isGreaterThan(trial.curve().epochs());
        assertThat(start.rungs()).contains(next.toEpoch());
        becomes(trial, TrialState.RUNNING, next.toEpoch(), trial.curve());
        runs(next.trial());
    }

    private void runs(int trial) {
        busy++;
        events.add(new EpochEnd(now + epochDuration(trial), trial));
    }

    private void endEpoch(EpochEnd end) {
        now = end.time();
        epochs++;
        TrialView trial = trials.get(end.trial() - 1);
        int epoch = trial.curve().epochs() + 1;
        Optional<Double> value = curves.value(trial.configuration(), epoch);
        if (value.isEmpty()) {
            busy--;
            becomes(trial, TrialState.FAILED, trial.targetEpoch(), trial.curve());
            return;
        }
        LearningCurve curve = trial.curve().plus(value.get());
        if (epoch < trial.targetEpoch()) {
            becomes(trial, TrialState.RUNNING, trial.targetEpoch(), curve);
            events.add(new EpochEnd(now + epochDuration(end.trial()), end.trial()));
            return;
        }
        busy--;
        becomes(
                trial,
                epoch == start.maxEpochs() ? TrialState.COMPLETED : TrialState.PAUSED,
                trial.targetEpoch(),
                curve);
    }

    private void becomes(TrialView trial, TrialState state, int targetEpoch, LearningCurve curve) {
        trials.set(
                trial.number() - 1,
                new TrialView(trial.number(), trial.configuration(), state, targetEpoch, trial.proposedBy(), curve));
    }

    private double epochDuration(int trial) {
        return Math.exp(0.4 * new SplittableRandom(Mixing.bits(seed, trial)).nextGaussian());
    }
}
