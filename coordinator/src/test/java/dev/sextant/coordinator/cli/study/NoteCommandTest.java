package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.sql.StudyJournal;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes notes and tags, and finds them where trials and studies are shown. */
class NoteCommandTest extends CommandTest {
    private static final String STUDY = "annotated";

    @BeforeEach
    void create() {
        try (StudyJournal journal = SampleStudy.lock(database(), STUDY)) {
            SampleStudy.write(journal, 4, model());
        }
    }

    @AfterEach
    void delete() {
        assertThat(run("delete", STUDY, "--yes").code()).isZero();
    }

    @Test
    void showsTheNotesOfATrialWithTheTrial() throws IOException {
        assertThat(run("note", STUDY, "--trial", "3", "noisy labels?").code()).isZero();

        assertThat(run("show", STUDY, "3").out())
                .contains("notes\n")
                .contains(LocalUser.atHost() + ", trial 3:\n  noisy labels?\n");
        JsonNode note = run("show", STUDY, "3", "--json").json().get("notes").get(0);
        assertThat(note.get("text").asText()).isEqualTo("noisy labels?");
        assertThat(note.get("author").asText()).isEqualTo(LocalUser.atHost());
        assertThat(run("show", STUDY, "4", "--json").json().get("notes")).isEmpty();
    }

    @Test
    void showsTheNotesOfAStudy() throws IOException {
        assertThat(run("note", STUDY).out()).isEqualTo("No notes yet.\n");
        assertThat(run("note", STUDY, "new camera").out()).endsWith("  " + LocalUser.atHost() + ":\n  new camera\n");
        assertThat(run("note", STUDY, "--json").json()).hasSize(1);
    }

    @Test
    void putsTagsOnTrialsAndStudiesAndRemovesThem() throws IOException {
        assertThat(run("tag", STUDY, "baseline", "paper").out()).isEqualTo("Tags: baseline, paper\n");
        assertThat(run("tag", STUDY, "baseline").out()).isEqualTo("Tags: baseline, paper\n");
        assertThat(run("tag", STUDY, "--remove", "baseline").out()).isEqualTo("Tags: paper\n");
        assertThat(run("tag", STUDY, "--trial", "3", "keep").out()).isEqualTo("Tags: keep\n");

        assertThat(run("list").out()).containsPattern(STUDY + " .* paper");
        assertThat(run("show", STUDY, "3").out()).containsPattern("tags +keep");
        assertThat(run("show", STUDY, "3", "--json").json().get("tags").toString())
                .isEqualTo("[\"keep\"]");
        assertThat(run("status", STUDY, "--json").json().get("tags").toString()).isEqualTo("[\"paper\"]");
    }

    @Test
    void refusesWhatIsNoNoteOrTagAndATrialThatDoesNotExist() {
        assertThat(run("note", STUDY, " ").code()).isEqualTo(2);
        assertThat(run("note", STUDY, "--trial", "999", "lost").code()).isEqualTo(1);
        assertThat(run("tag", STUDY, "two words").err()).startsWith("sextant: Not a tag: two words.");
        assertThat(run("tag", STUDY).code()).isEqualTo(2);
        assertThat(run("tag", STUDY, "--trial", "999", "lost").code()).isEqualTo(1);
    }
}
