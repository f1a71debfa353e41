package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import dev.sextant.common.spec.SpecJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StudyFileFuzzTest {
    private static final int MOST_BYTES = 256 << 20;

    @Test
    void readsAnyStudyFileOrNamesItsProblems() throws Exception {
        Fuzzing.run(
                new FuzzTarget("study-file", "study.yaml", Set.of(IOException.class), StudyFileFuzzTest::readStudyFile),
                500,
                MOST_BYTES);
    }

    @Test
    void readsAnyStoredSpecificationOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget(
                        "stored-spec",
                        "spec.json",
                        Set.of(IOException.class, IllegalArgumentException.class),
                        file -> SpecJson.read(BoundedRead.text(file))),
                500,
                MOST_BYTES);
    }

    private static void readStudyFile(Path file) throws IOException {
        StudyFile.Outcome outcome =
                StudyFile.read(BoundedRead.text(file), file, StudyFiles.TRAINERS, StudyFiles.ALGORITHMS);
        if (outcome instanceof StudyFile.Outcome.Valid valid) {
            assertThat(SpecJson.read(SpecJson.write(valid.spec()))).isEqualTo(valid.spec());
        } else if (outcome instanceof StudyFile.Outcome.Invalid invalid) {
            assertThat(invalid.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.in("study.yaml"))
                    .isNotBlank());
        }
    }
}
