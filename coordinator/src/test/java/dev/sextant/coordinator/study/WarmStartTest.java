package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.sql.row.EarlierStudyRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a study says about the trials of an earlier one. */
class WarmStartTest {
    private static final Parameter OPTIMIZER =
            new CategoricalParameter("optimizer", List.of("adam", "sgd"), Optional.empty());
    private static final Parameter MOMENTUM =
            new ContinuousParameter("momentum", 0, 0.99, Scale.LINEAR, Optional.empty());
    private static final SearchSpace UNCONDITIONAL = new SearchSpace(List.of(OPTIMIZER, MOMENTUM));

    @Test
    void saysHowManyTrialsHadAValueWithoutEffectAndWhenItMatters() {
        SearchSpace space =
                new SearchSpace(List.of(OPTIMIZER, MOMENTUM), Map.of("momentum", Condition.is("optimizer", "sgd")));

        assertThat(start(space, "adam", "sgd", "adam").summary())
                .isEqualTo("learns from 3 trials of before; ignores values without effect: momentum in 2 trials"
                        + " (matters when optimizer is sgd)");
    }

    @Test
    void saysThatAParameterNeverMatters() {
        SearchSpace space = new SearchSpace(List.of(OPTIMIZER, MOMENTUM), Map.of("momentum", Condition.NEVER));

        assertThat(start(space, "adam").summary())
                .isEqualTo("learns from 1 trial of before; ignores values without effect: momentum in 1 trial"
                        + " (never matters in this study)");
    }

    @Test
    void saysNothingOfValuesThatAreKept() {
        assertThat(start(UNCONDITIONAL, "adam", "sgd").summary()).isEqualTo("learns from 2 trials of before");
    }

    private static WarmStart start(SearchSpace space, String... optimizers) {
        List<Trial> trials = new ArrayList<>();
        for (String optimizer : optimizers) {
            trials.add(new Trial(
                    1 + trials.size(),
                    Configuration.of(Map.of("optimizer", optimizer, "momentum", 0.9)),
                    TrialState.COMPLETED,
                    1,
                    "random",
                    LearningCurve.of(0.5)));
        }
        return WarmStart.of(
                spec("after", space),
                new EarlierStudyRow(spec("before", UNCONDITIONAL), trials),
                Trainers.of(List.of()));
    }

    private static StudySpec spec(String name, SearchSpace space) {
        return new StudySpec(
                name,
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                new TrainerSpec("program", new TreeMap<>()),
                space,
                new Fidelity(1, 1, 3),
                new SearchSettings("auto", 1),
                new Budget(
                        OptionalInt.of(9),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalDouble.empty()),
                List.of(),
                new ClusterSettings(1, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
    }
}
