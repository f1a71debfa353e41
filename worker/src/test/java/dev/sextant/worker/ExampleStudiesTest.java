package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;

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
        StudyFile.Outcome outcome =
                StudyFile.read(Files.readString(file), file, Trainers.installed(), Set.of("random", "asha"));
        assertThat(outcome).isInstanceOf(StudyFile.Outcome.Valid.class);
        return ((StudyFile.Outcome.Valid) outcome).spec();
    }
}
