package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.sql.StudyJournal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shows an earlier demo. */
class DemoCommandTest extends CommandTest {
    @Test
    void showsAnEarlierDemoWhoseImagesAreGone() {
        try (StudyJournal journal = SampleStudy.lock(database(), "demo")) {
            SampleStudy.write(journal, TRIALS, model());
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.COMPLETED, "its budget is spent"));
        }
        Map<String, String> environment = Map.of(
                "SEXTANT_HOME", home().toString(),
                "SEXTANT_DISTRIBUTION", Path.of("../deploy").toAbsolutePath().toString());

        Said said = say(CapturedConsole.withEnvironment(environment), "demo");

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(said.out())
                .contains("The demo is already complete. Run `sextant demo --fresh` to start again.")
                .contains("points of accuracy better than the baseline, on 800 validation images.")
                .contains("sextant status demo");
    }
}
