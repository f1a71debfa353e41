package dev.sextant.coordinator.search.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Goal;
import dev.sextant.coordinator.search.CurveFamily;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.Views;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That leaving out a part leaves out something, and only where it plays a part. */
class AutoComponentTest {
    private static final Set<AutoComponent> IN_PARALLEL =
            EnumSet.of(AutoComponent.UNDER_WAY, AutoComponent.EXPLORATION);

    @ParameterizedTest
    @EnumSource(
            names = {"DOUBT", "CONSTRAINTS", "COST"},
            mode = EnumSource.Mode.EXCLUDE)
    void withoutAPartAStudyTakesAnotherCourse(AutoComponent part) {
        int slots = IN_PARALLEL.contains(part) ? 8 : 1;
        assertThat(course(SearchAlgorithms.autoWithout(EnumSet.of(part)), slots))
                .isNotEqualTo(course(SearchAlgorithms.create("auto"), slots));
    }

    @Test
    void withAllPartsItIsAuto() {
        assertThat(course(SearchAlgorithms.autoWithout(EnumSet.noneOf(AutoComponent.class)), 4))
                .isEqualTo(course(SearchAlgorithms.create("auto"), 4));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNDER_WAY", "EXPLORATION"})
    void aloneNothingIsUnderWay(AutoComponent part) {
        assertThat(course(SearchAlgorithms.autoWithout(EnumSet.of(part)), 1))
                .isEqualTo(course(SearchAlgorithms.create("auto"), 1));
    }

    private static List<Proposal> course(SearchAlgorithm algorithm, int slots) {
        SearchSpace space = Views.sevenParameters();
        StudyView study =
                new StudyView(space, Goal.MAXIMIZE, Views.RUNGS, 3, 11, slots, Integer.MAX_VALUE, List.of(), List.of());
        return new SimulatedStudy(study, CurveFamily.rising(space, 5), 400, 3)
                .run(algorithm)
                .proposals();
    }
}
