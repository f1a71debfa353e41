package dev.sextant.coordinator.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.cli.SampleStudy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CsvTrialsFuzzTest {
    private static final int MOST_BYTES = 256 << 20;

    private static final StudySpec LIKE = like();

    private static StudySpec like() {
        StudySpec sample = SampleStudy.spec("cars");
        SearchSpace space = new SearchSpace(List.of(
                new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                new IntegerParameter("layers", 1, 4, Scale.LINEAR, Optional.empty()),
                new CategoricalParameter("optimizer", List.of("adam", "sgd"), Optional.empty()),
                new ContinuousParameter(
                        "momentum", 0, 0.95, Scale.LINEAR, Optional.of(Condition.is("optimizer", "sgd")))));
        return new StudySpec(
                sample.name(),
                sample.objective(),
                sample.trainer(),
                space,
                sample.fidelity(),
                sample.search(),
                sample.budget(),
                List.of(),
                sample.cluster());
    }

    @Test
    void readsAnyTableOfTrialsOrNamesItsProblems() throws Exception {
        Fuzzing.run(
                new FuzzTarget(
                        "trials",
                        "trials.csv",
                        Set.of(IOException.class, IllegalArgumentException.class),
                        CsvTrialsFuzzTest::read),
                500,
                MOST_BYTES);
    }

    private static void read(Path file) throws IOException {
        PastStudy past = CsvTrials.read(file, "past", LIKE);
        assertThat(past.trials()).isNotEmpty();
        assertThat(SpecJson.read(SpecJson.write(past.spec()))).isEqualTo(past.spec());
    }
}
