package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CommandTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Lists trials. */
class TrialsCommandTest extends CommandTest {
    @Test
    void listsTheNewestFirst() throws IOException {
        Said text = run("trials", ENDED, "--limit", "3");

        assertThat(text.out().lines().skip(1).limit(3).map(line -> words(line).get(0)))
                .containsExactly("40", "39", "38");
        assertThat(text.out())
                .endsWith("The newest 3 of 40 trials. Use --limit N to list more, --top N to list the best.\n");
        assertThat(run("trials", ENDED, "--json").json()).hasSize(TRIALS);
    }

    @Test
    void topListsTheBestFirst() throws IOException {
        JsonNode top = run("trials", ENDED, "--top", "3", "--json").json();

        assertThat(top.findValuesAsText("trial")).startsWith("5", "1").hasSize(3);
        assertThat(top.get(0).get("params").get("learning_rate").asDouble()).isEqualTo(0.1 / 6);
    }

    @Test
    void failedTrialsShowTheirErrors() throws IOException {
        Said text = run("trials", ENDED, "--state", "failed");

        assertThat(text.out().lines().skip(1))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains("DIVERGED").endsWith("accuracy is NaN after epoch 1"));
        assertThat(run("trials", ENDED, "--state", "failed,stopped", "--json").json())
                .hasSize(8);
        assertThat(run("trials", ENDED, "--state", "running").out())
                .isEqualTo("None of the 40 trials is running. `sextant status " + ENDED
                        + "` shows the number of trials in each state.\n");
    }

    @Test
    void suggestsToResumeAStudyWithoutTrials() {
        assertThat(run("trials", "not-begun").out())
                .isEqualTo("not-begun has no trials yet. Run `sextant resume not-begun` to run it.\n");
    }

    @Test
    void expectedAddsExpectedValues() throws IOException {
        String text = run("trials", ENDED, "--limit", "4", "--expected").out();
        JsonNode json =
                run("trials", ENDED, "--limit", "4", "--expected", "--json").json();
        JsonNode shown = run("show", ENDED, "40", "--json").json();

        assertThat(words(text.lines().findFirst().orElseThrow()))
                .containsExactly(
                        "trial", "state", "accuracy", "epochs", "expected", "proposed by", "configuration or error");
        assertThat(words(text.lines().skip(1).findFirst().orElseThrow()).get(4))
                .matches("0\\.\\d+ \\(0\\.\\d+ to [01][.\\d]*\\)");
        assertThat(text)
                .contains(
                        "expected: best accuracy by 9 epochs, with a 90 % interval, for trials not trained that far\n");
        assertThat(json.get(0).get("expected")).isEqualTo(shown.get("expected"));
        assertThat(json.get(3).get("trial").asInt()).isEqualTo(37);
        assertThat(json.get(3).get("expected").isNull()).as("of a failed one").isTrue();
        assertThat(run("trials", ENDED, "--limit", "4", "--json").json().get(0).has("expected"))
                .isFalse();
    }
}
