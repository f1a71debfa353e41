package dev.sextant.coordinator.search.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Proposal.ContinueTrial;
import dev.sextant.coordinator.search.ask.Proposal.StartTrial;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.model.AutoComponent;
import dev.sextant.coordinator.search.points.HashedRandom;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.coordinator.search.simulation.SimulatedTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How {@code auto} finds out that early epochs do not predict late ones. */
class FidelityCorrelationTest {
    private static final int TOP = 27;
    private static final int TRIALS = 60;

    private static StudyView study(long seed, int slots) {
        return new StudyView(
                Views.sevenParameters(),
                Goal.MAXIMIZE,
                Views.RUNGS,
                3,
                seed,
                slots,
                Integer.MAX_VALUE,
                List.of(),
                List.of());
    }

    /** Values before the last epoch are hashes of the configuration. */
    private static SimulatedTraining silent(long seed) {
        return CurveFamily.silentBefore(TOP, Views.sevenParameters(), seed);
    }

    /** Values that configurations do not explain, but whose ranks are the same after every epoch. */
    private static SimulatedTraining unexplained(long seed) {
        return (configuration, epoch) ->
                Optional.of(epoch / 100.0 + HashedRandom.uniform(HashedRandom.bits(seed, configuration.hashCode())));
    }

    private record Decision(StudyView view, Proposal proposal) {
        boolean isProbe() {
            return proposal instanceof ContinueTrial next
                    && next.toEpoch() == TOP
                    && next.reason().sentence().contains("to check whether early epochs predict late ones");
        }

        boolean startsFullTraining() {
            return proposal instanceof StartTrial start && start.toEpoch() == TOP;
        }
    }

    private static List<Decision> decisions(StudyView study, SimulatedTraining training, long epochs) {
        List<Decision> decisions = new ArrayList<>();
        new SimulatedStudy(study, training, epochs, study.seed())
                .watchedBy((view, proposal) -> decisions.add(new Decision(view, proposal)))
                .run(SearchAlgorithms.create("auto"));
        return decisions;
    }

    @Test
    void trainsNoProbesWhenConfigurationsExplainTheValues() {
        for (long seed = 0; seed < 3; seed++) {
            SimulatedTraining training = CurveFamily.rising(Views.sevenParameters(), seed);
            assertThat(decisions(study(seed, 1), training, 500))
                    .noneMatch(Decision::isProbe)
                    .noneMatch(Decision::startsFullTraining);
        }
    }

    @Test
    void trainsProbesAndThenAllNewTrialsToTheTopWhenRanksDoNotLast() {
        List<Decision> decisions = decisions(study(4, 1), silent(4), 900);

        List<ContinueTrial> probes = decisions.stream()
                .filter(Decision::isProbe)
                .map(decision -> (ContinueTrial) decision.proposal())
                .toList();
        assertThat(probes).hasSize(5).allMatch(probe -> probe.trial() <= TRIALS);
        assertThat(probes.get(0).reason().sentence())
                .isEqualTo("trial " + probes.get(0).trial() + " is 7th of 60 after 1 epoch, but configurations do not"
                        + " explain these ranks: trains to epoch 27 to check whether early epochs predict late ones");
        assertThat(probes)
                .extracting(probe -> probe.reason().details().get("rank"))
                .containsExactly(7L, 55L, 31L, 19L, 43L);
        List<Decision> after = decisions.subList(
                1
                        + decisions.lastIndexOf(decisions.stream()
                                .filter(Decision::isProbe)
                                .reduce((first, second) -> second)
                                .orElseThrow()),
                decisions.size());
        assertThat(after).hasSizeGreaterThan(10).allMatch(Decision::startsFullTraining);
        assertThat(after)
                .allSatisfy(decision -> assertThat(decision.proposal().reason().sentence())
                        .endsWith("because early epochs do not predict late ones here"));
    }

    @Test
    void continuesHalvingAfterFourProbesWhenRanksLast() {
        List<Decision> decisions = decisions(study(3, 1), unexplained(3), 600);

        assertThat(decisions.stream().filter(Decision::isProbe)).hasSize(4);
        assertThat(decisions).noneMatch(Decision::startsFullTraining);
        assertThat(decisions.stream().filter(decision -> decision.proposal() instanceof ContinueTrial))
                .hasSizeGreaterThan(30);
    }

    /** A probe that is the best of all by luck stays in the study, whatever the ranks of the others are told. */
    @Test
    void probesInTheWorseHalfDoNotCountAsPromoted() {
        List<Decision> decisions = decisions(study(3, 1), unexplained(3), 600);
        StudyView view = decisions.get(decisions.size() - 1).view();

        FidelityCorrelation.Finding finding = new FidelityCorrelation().examine(view);

        assertThat(finding.isUninformative()).isFalse();
        assertThat(finding.poorProbes()).hasSize(2);
        assertThat(finding.withoutPoorProbes(view).trials()).hasSameSizeAs(view.trials());
        for (int number : finding.poorProbes()) {
            assertThat(view.trials().get(number - 1).curve().epochs()).isEqualTo(TOP);
            Trial seen = finding.withoutPoorProbes(view).trials().get(number - 1);
            assertThat(seen.curve().epochs()).isEqualTo(1);
            assertThat(seen.state()).isEqualTo(TrialState.COMPLETED);
        }
    }

    /** Whatever fails later on, at two of a hundred epochs: who is a probe does not change. */
    @Test
    void laterFailuresDoNotChangeTheProbes() {
        SimulatedTraining silent = silent(2);
        SimulatedTraining failing = (configuration, epoch) ->
                epoch > 1 && HashedRandom.uniform(HashedRandom.bits(9, configuration.hashCode(), epoch)) < 0.02
                        ? Optional.empty()
                        : silent.value(configuration, epoch);

        List<Decision> decisions = decisions(study(2, 1), failing, 900);

        assertThat(decisions).anyMatch(decision -> decision.view().trials().stream()
                .anyMatch(trial -> trial.state() == TrialState.FAILED));
        assertThat(decisions.stream().filter(Decision::isProbe)).hasSizeBetween(1, 5);
    }

    @Test
    void aProbeUnderWayStaysUnderWayWhereItIsNoSurvivor() {
        List<Decision> decisions = decisions(study(3, 1), unexplained(3), 600);
        StudyView view = decisions.get(decisions.size() - 1).view();
        List<Trial> running = new ArrayList<>(view.trials());
        int poor = new FidelityCorrelation().examine(view).poorProbes().get(0);
        Trial probe = running.get(poor - 1);
        running.set(
                poor - 1,
                new Trial(
                        poor,
                        probe.configuration(),
                        TrialState.RUNNING,
                        TOP,
                        "auto",
                        probe.curve().upTo(20)));
        StudyView underWay = view.withTrials(running);

        Trial seen = new FidelityCorrelation()
                .examine(underWay)
                .withoutPoorProbes(underWay)
                .trials()
                .get(poor - 1);

        assertThat(seen.state()).isEqualTo(TrialState.RUNNING);
        assertThat(seen.curve().epochs()).isEqualTo(1);
    }

    /** In some studies the values are explained by luck, and nothing is probed. */
    @Test
    void trainsProbesInParallel() {
        List<List<Decision>> probes = LongStream.range(0, 4)
                .mapToObj(seed -> decisions(study(seed, 4), silent(seed), 600).stream()
                        .filter(Decision::isProbe)
                        .toList())
                .filter(ofOneStudy -> !ofOneStudy.isEmpty())
                .toList();

        assertThat(probes).isNotEmpty().allSatisfy(ofOneStudy -> assertThat(ofOneStudy)
                .anyMatch(decision -> decision.view().trials().stream()
                        .anyMatch(trial -> trial.state() == TrialState.RUNNING && trial.targetEpoch() == TOP)));
    }

    /** In a study in six or so; all of these say nothing early, so that doubt is right. */
    @Test
    void testsAgainWithMoreTrialsWhenTheModelIsHardlyBetterThanChance() {
        List<List<Decision>> askedAgain = LongStream.range(0, 6)
                .mapToObj(seed -> decisions(study(seed, 4), silent(seed), 600))
                .filter(decisions -> decisions.stream().anyMatch(decision -> ofHowMany(decision) > TRIALS))
                .toList();

        assertThat(askedAgain).isNotEmpty().allSatisfy(decisions -> {
            List<Long> ofHowMany = decisions.stream()
                    .filter(Decision::isProbe)
                    .map(FidelityCorrelationTest::ofHowMany)
                    .toList();
            assertThat(ofHowMany).hasSizeBetween(4, 5).isSubsetOf(80L, 100L, 120L);
            assertThat(Set.copyOf(ofHowMany)).hasSize(1);
            assertThat(decisions).anyMatch(Decision::startsFullTraining);
        });
    }

    private static long ofHowMany(Decision decision) {
        return decision.isProbe()
                ? (long) decision.proposal().reason().details().get("of")
                : 0;
    }

    @Test
    void findingIsAFunctionOfTheTrials() {
        for (SimulatedTraining training : List.of(silent(4), unexplained(4))) {
            decisions(study(4, 2), training, 700).stream()
                    .filter(decision -> decision.view().trials().size() >= TRIALS)
                    .limit(40)
                    .forEach(decision -> assertThat(
                                    SearchAlgorithms.create("auto").propose(decision.view()))
                            .isEqualTo(decision.proposal()));
        }
    }

    /** Were they equally good, 9 of 10 would happen once in 90 times; the seeds are fixed. */
    @Test
    void findsBetterValuesThanHalvingWithoutTheCheck() {
        int wins = 0;
        for (long seed = 0; seed < 10; seed++) {
            SearchAlgorithm withoutCheck = SearchAlgorithms.autoWithout(Set.of(AutoComponent.DOUBT));
            double with = best(seed, SearchAlgorithms.create("auto"));
            if (with > best(seed, withoutCheck)) {
                wins++;
            }
        }
        assertThat(wins).as("studies of 10").isGreaterThanOrEqualTo(9);
    }

    private static double best(long seed, SearchAlgorithm algorithm) {
        return new SimulatedStudy(study(seed, 1), silent(seed), 1000, seed)
                .run(algorithm)
                .best();
    }
}
