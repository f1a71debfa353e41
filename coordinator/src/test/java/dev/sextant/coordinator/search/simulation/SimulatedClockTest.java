package dev.sextant.coordinator.search.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The event queue, the charging of epochs and the rules, with algorithms that are told what to propose. */
class SimulatedClockTest {
    private static final SearchSpace LINE =
            new SearchSpace(List.of(new ContinuousParameter("x", 0, 1, Scale.LINEAR, Optional.empty())));
    private static final Reason WHY = Reason.of("scripted", "it was told to");

    private record Epoch(int trial, int epoch, long total, double time, TrialState state) {}

    private final List<Epoch> epochs = new ArrayList<>();

    private static StudyView study(int slots) {
        return new StudyView(LINE, Goal.MAXIMIZE, List.of(2, 4), 2, 1, slots, Integer.MAX_VALUE, List.of(), List.of());
    }

    private static Configuration x(double x) {
        return Configuration.of(Map.of("x", x));
    }

    private SimulatedStudy simulation(int slots, long mostEpochs, SimulatedTraining training) {
        return new SimulatedStudy(study(slots), training, mostEpochs, 7)
                .measuredBy((trial, total, time) ->
                        epochs.add(new Epoch(trial.number(), trial.curve().epochs(), total, time, trial.state())));
    }

    private static SearchAlgorithm scripted(Function<StudyView, Proposal> answer) {
        return new SearchAlgorithm() {
            @Override
            public String name() {
                return "scripted";
            }

            @Override
            public Proposal propose(StudyView view) {
                return answer.apply(view);
            }
        };
    }

    /** Trial n at x = n / 100, to the lowest rung; continued at once when it is paused. */
    private static Proposal startOrGoOn(StudyView view) {
        for (Trial trial : view.trials()) {
            if (trial.state() == TrialState.PAUSED) {
                return new Proposal.ContinueTrial(trial.number(), 4, WHY);
            }
        }
        return new Proposal.StartTrial(x((view.trials().size() + 1) / 100.0), 2, WHY);
    }

    @Test
    void chargesEveryEpochOnceAndNoneForStartingAgain() {
        simulation(1, 10, (configuration, epoch) -> Optional.of(1.0)).run(scripted(SimulatedClockTest::startOrGoOn));

        assertThat(epochs).extracting(Epoch::total).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(epochs).extracting(Epoch::trial).containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3);
        assertThat(epochs).extracting(Epoch::epoch).containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2);
    }

    @Test
    void chargesTheEpochInWhichATrialFails() {
        SimulatedStudy.Outcome outcome = simulation(
                        1, 5, (configuration, epoch) -> epoch == 2 ? Optional.empty() : Optional.of(1.0))
                .run(scripted(SimulatedClockTest::startOrGoOn));

        assertThat(outcome.epochs()).isEqualTo(5);
        assertThat(epochs)
                .extracting(Epoch::state)
                .containsExactly(
                        TrialState.RUNNING,
                        TrialState.FAILED,
                        TrialState.RUNNING,
                        TrialState.FAILED,
                        TrialState.RUNNING);
    }

    @Test
    void anEpochOfATrialAlwaysTakesTheSameTimeAndSlotsRunAtOnce() {
        simulation(3, 60, (configuration, epoch) -> Optional.of(1.0)).run(scripted(SimulatedClockTest::startOrGoOn));

        assertThat(epochs).extracting(Epoch::time).isSorted();
        Map<Integer, Double> lastEnd = new HashMap<>();
        Map<Integer, Double> duration = new HashMap<>();
        for (Epoch epoch : epochs) {
            if (lastEnd.containsKey(epoch.trial())) {
                double took = epoch.time() - lastEnd.get(epoch.trial());
                duration.putIfAbsent(epoch.trial(), took);
                assertThat(took).isCloseTo(duration.get(epoch.trial()), within(1e-9));
            }
            lastEnd.put(epoch.trial(), epoch.time());
        }
        assertThat(duration.values()).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        double busy = epochs.stream()
                .mapToDouble(epoch -> duration.getOrDefault(epoch.trial(), 0.0))
                .sum();
        double end = epochs.get(epochs.size() - 1).time();
        // No slot is ever idle but for the runs that are cut off at the end.
        assertThat(busy / end).isBetween(2.8, 3.0 + 1e-9);
    }

    @Test
    void durationsAreLognormalWithSpreadOfFourTenths() {
        double[] logs = new double[4000];
        simulation(1, 8000, (configuration, epoch) -> Optional.of(1.0))
                .run(scripted(view -> new Proposal.StartTrial(x(view.trials().size() / 10_000.0), 2, WHY)));
        double before = 0;
        for (Epoch epoch : epochs) {
            if (epoch.epoch() == 1) {
                logs[epoch.trial() - 1] = Math.log(epoch.time() - before);
            }
            before = epoch.time();
        }
        double mean = Arrays.stream(logs).average().orElseThrow();
        double variance = Arrays.stream(logs)
                .map(log -> (log - mean) * (log - mean))
                .average()
                .orElseThrow();
        // Five standard errors: 0.4 / sqrt(4000) and 0.4 / sqrt(8000).
        assertThat(mean).isCloseTo(0, within(0.032));
        assertThat(Math.sqrt(variance)).isCloseTo(0.4, within(0.023));
    }

    @Test
    void waitsForAnswersOneAfterAnotherWhenTheyTakeTime() {
        simulation(2, 2, (configuration, epoch) -> Optional.of(1.0)).run(scripted(SimulatedClockTest::startOrGoOn));
        double undelayedFirst = timeOfFirstEpoch(1);
        double undelayedSecond = timeOfFirstEpoch(2);
        epochs.clear();

        simulation(2, 2, (configuration, epoch) -> Optional.of(1.0))
                .delayedBy(() -> 0.001)
                .run(scripted(SimulatedClockTest::startOrGoOn));

        assertThat(timeOfFirstEpoch(1)).isCloseTo(undelayedFirst + 0.001, within(1e-12));
        assertThat(timeOfFirstEpoch(2)).isCloseTo(undelayedSecond + 0.002, within(1e-12));
    }

    private double timeOfFirstEpoch(int trial) {
        return epochs.stream()
                .filter(epoch -> epoch.trial() == trial && epoch.epoch() == 1)
                .findFirst()
                .orElseThrow()
                .time();
    }

    @Test
    void showsTheSearchWhatIsTrainedInPlaceOfWhatWasProposed() {
        SimulatedTraining grid = new SimulatedTraining() {
            private int next = 1;

            @Override
            public Optional<Double> value(Configuration configuration, int epoch) {
                return Optional.of((Double) configuration.values().get("x"));
            }

            @Override
            public Configuration trainedFor(Configuration proposed) {
                return x(next++ / 8.0);
            }
        };

        SimulatedStudy.Outcome outcome = simulation(1, 4, grid)
                .run(scripted(
                        view -> new Proposal.StartTrial(x(0.999 - view.trials().size() / 100.0), 2, WHY)));

        assertThat(outcome.end().trials()).extracting(Trial::configuration).containsExactly(x(0.125), x(0.25));
        assertThat(outcome.best()).isEqualTo(0.25);
    }

    @Test
    void refusesProposalsThatBreakARule() {
        assertBroken(view -> new Proposal.StartTrial(x(0.5), 2, WHY), "is in the study already");
        assertBroken(view -> new Proposal.StartTrial(x(1.5), 2, WHY), "outside the space");
        assertBroken(view -> new Proposal.StartTrial(x(0.5), 3, WHY), "none of the rungs");
        assertBroken(view -> new Proposal.ContinueTrial(1, 2, WHY), "names none of the 0 trials");
        assertBroken(
                view -> view.trials().isEmpty()
                        ? new Proposal.StartTrial(x(0.5), 4, WHY)
                        : new Proposal.ContinueTrial(1, 4, WHY),
                "continues a trial that is COMPLETED");
        assertBroken(
                view -> view.trials().isEmpty()
                        ? new Proposal.StartTrial(x(0.5), 2, WHY)
                        : new Proposal.ContinueTrial(1, 2, WHY),
                "goes no further");
        assertBroken(view -> new Proposal.Wait(WHY), "although 0 trials are running");
        assertBroken(view -> new Proposal.StartTrial(x(0.5), 2, Reason.of("scripted", "  ")), "says no reason");
    }

    private void assertBroken(Function<StudyView, Proposal> answer, String rule) {
        assertThatThrownBy(() -> simulation(1, 20, (configuration, epoch) -> Optional.of(1.0))
                        .run(scripted(answer)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(rule);
    }
}
