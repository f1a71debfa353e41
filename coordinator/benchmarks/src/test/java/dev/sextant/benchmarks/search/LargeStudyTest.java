package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import org.junit.jupiter.api.Test;

class LargeStudyTest {
    private static final BenchmarkTask TASK = new BowlTask("bowl", SyntheticTask.EPOCHS);

    private static long count(LargeStudy study, TrialState state) {
        return study.view().trials().stream()
                .filter(trial -> trial.state() == state)
                .count();
    }

    @Test
    void hasSoManyTrialsWithAllSlotsButOneBusy() {
        for (boolean halving : new boolean[] {true, false}) {
            LargeStudy study = LargeStudy.of(TASK, 300, 20, halving);

            assertThat(study.view().trials()).hasSize(300);
            assertThat(count(study, TrialState.RUNNING)).isEqualTo(19);
            assertThat(count(study, TrialState.COMPLETED)).isBetween(halving ? 3L : 281L, halving ? 40L : 281L);
        }
    }

    @Test
    void goesOnAsItIsTold() {
        LargeStudy study = LargeStudy.of(TASK, 100, 10, true);
        SearchAlgorithm asha = SearchAlgorithms.create("asha");
        for (int i = 0; i < 50; i++) {
            Proposal proposal = asha.propose(study.view());
            study.follow(proposal, "asha");
            assertThat(count(study, TrialState.RUNNING)).isEqualTo(10);
            study.endOne();
        }
        assertThat(study.view().trials()).hasSizeGreaterThan(120);
    }

    @Test
    void knowsWhoTrainsInRungs() {
        assertThat(LargeStudy.halves(SearchAlgorithms.create("bohb"), TASK)).isTrue();
        assertThat(LargeStudy.halves(SearchAlgorithms.create("tpe"), TASK)).isFalse();
    }
}
