package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExampleStudiesTest {
    private static final Path EXAMPLES =
            Path.of("../deploy/examples").toAbsolutePath().normalize();
    private static final Algorithms ALGORITHMS =
            Algorithms.of(List.of(new AlgorithmTraits("asha", "halving", Set.of(Trait.DEFAULT))));

    @Test
    void commandExampleHasNoProblems() throws Exception {
        StudySpec spec = read("command/study.yaml");

        assertThat(spec.name()).isEqualTo("two-moons");
        assertThat(spec.trainer().settings()).containsEntry("command", List.of("python3", "train.py"));
    }

    @Test
    void recordedCurvesExampleHasNoProblemsAndItsTableReachesTheTopRung() throws Exception {
        StudySpec spec = read("curve-table/study.yaml");

        Path table = EXAMPLES.resolve("curve-table/curves.csv");
        assertThat(Files.readAllLines(table).get(0))
                .endsWith("," + spec.fidelity().maxEpochs());
    }

    private static StudySpec read(String name) throws IOException {
        Path file = EXAMPLES.resolve(name);
        StudyFile.Outcome outcome = StudyFile.read(Files.readString(file), file, Trainers.installed(), ALGORITHMS);
        assertThat(outcome).isInstanceOf(StudyFile.Outcome.Valid.class);
        assertThat(((StudyFile.Outcome.Valid) outcome).warnings()).isEmpty();
        return ((StudyFile.Outcome.Valid) outcome).spec();
    }
}
