package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StudyFileReferenceTest {
    private static final String TEXT = StudyFileReference.markdown(StudyFiles.TRAINERS, StudyFiles.ALGORITHMS);

    @Test
    void hasARowForEveryKeyThatTheReaderKnows() {
        assertThat(TEXT.lines())
                .contains(
                        "| `max_epochs` | a whole number of at least 1 | required | the number of epochs of the top rung: "
                                + "the most that a trial trains |",
                        "| `silence` | a duration above 0, such as 90s, 30m, 2h or 1h30m | `30m` | the time without a "
                                + "report after which a run counts as lost and is retried |",
                        "| `dropout` | a number in [0, 0.9] | `0.5` | share of units left out |",
                        "| `data` | a path; never searched | required | the folder that holds one folder of images a "
                                + "class |");
        assertThat(TEXT.lines())
                .contains(
                        "| `auto` (default) | a model | yes | yes | 2 |",
                        "| `grid` | all combinations | no | no | `reduction` |");
        for (Key key : StudyKeys.root(StudyFiles.ALGORITHMS).keys()) {
            assertThat(TEXT).contains("| `" + key.name() + "` | ");
        }
    }
}
