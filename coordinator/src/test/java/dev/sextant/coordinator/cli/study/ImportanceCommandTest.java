package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Importance of parameters. */
class ImportanceCommandTest extends CommandTest {
    @Test
    void showsTheShareOfEachParameter() throws IOException {
        String text = run("importance", ENDED).out();
        JsonNode json = run("importance", ENDED, "--json").json();

        assertThat(text.lines().map(CommandTest::words).findFirst().orElseThrow())
                .containsExactly("parameter", "alone", "with others", "best", "nearly as good");
        assertThat(text).contains("Shares of the variance of the trials' ranks, estimated from ");
        assertThat(json.get("parameters")).hasSize(2);
        for (JsonNode share : json.get("parameters")) {
            assertThat(share.get("alone").asDouble()).isBetween(0.0, 1.0);
            assertThat(share.get("with_others").asDouble())
                    .isGreaterThanOrEqualTo(share.get("alone").asDouble());
        }
    }

    @Test
    void saysThatThereAreTooFewTrials() {
        Said said = run("importance", "not-begun");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("Too few trials of not-begun", "sextant status not-begun");
    }

    @Test
    void goodNumbersAreARangeUnlessThereIsOneAlone() {
        assertThat(ImportanceCommand.good(List.of(16L, 64L))).isEqualTo("16 to 64");
        assertThat(ImportanceCommand.good(List.of(16L, 16L))).isEqualTo("16");
    }

    @Test
    void goodCategoriesAreAList() {
        assertThat(ImportanceCommand.good(List.of("adam", "sgd"))).isEqualTo("adam, sgd");
        assertThat(ImportanceCommand.good(List.of())).isEqualTo("-");
    }
}
