package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.sql.row.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Asks for configurations of one's own. */
class TryCommandTest extends CommandTest {
    private static List<Request> open(String study) {
        return database().requests().open(database().studies().find(study).orElseThrow());
    }

    @Test
    void asksTheCoordinatorForAConfigurationWithTheOtherValuesOfStartWith() {
        assertThat(run("try", RUNNING, "learning_rate=2e-3").out())
                .isEqualTo("Requested a trial with layers=1, learning_rate=0.002.\nIt starts when a slot is free.\n");
        Request last = open(RUNNING).get(open(RUNNING).size() - 1);
        assertThat(last.requester()).isEqualTo(LocalUser.atHost());
        assertThat(((Request.TryConfiguration) last).configuration())
                .isEqualTo(Configuration.of(Map.of("learning_rate", 0.002, "layers", 1L)));

        Said again = run("try", RUNNING, "learning_rate=0.002");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err())
                .isEqualTo("sextant: " + LocalUser.atHost() + " has asked to try this configuration already\n");
    }

    @Test
    void takesTheOtherValuesFromATrial() throws IOException {
        Said said = run("try", ENDED, "--from", "5", "learning_rate=0.05", "--json");
        assertThat(said.json().get("params").toString()).isEqualTo("{\"layers\":1,\"learning_rate\":0.05}");
        assertThat(said.json().get("asked").asBoolean()).isFalse();
        assertThat(run("try", ENDED, "--from", "6", "learning_rate=0.04").out())
                .endsWith("cars-resnet18 is not running: the trial starts when it is resumed.\n");
    }

    @Test
    void namesEveryValueThatDoesNotFitAndWhatIsAllowed() {
        Said said = run("try", ENDED, "learning_rate=7", "layers=1.5", "layer=2");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err().lines())
                .containsExactly(
                        "sextant: layer: is not a parameter of this study; did you mean layers?",
                        "learning_rate: (7) must be a number in [1.0E-5, 0.1]",
                        "layers: (1.5) must be a whole number in [0, 3]");
    }

    @Test
    void refusesAConfigurationThatTheStudyHasOrWillHave() {
        Said started = run("try", ENDED, "--from", "5", "layers=1");
        assertThat(started.code()).isEqualTo(1);
        assertThat(started.err()).isEqualTo("sextant: Trial 5 of cars-resnet18 has this configuration\n");
        assertThat(run("try", ENDED, "--from", "999", "layers=1").err())
                .isEqualTo("sextant: There is no trial 999 in cars-resnet18: it has trials 1 to " + TRIALS + "\n");
    }

    @Test
    void refusesWhatIsNotAValue() {
        assertThat(run("try", ENDED, "layers").err())
                .startsWith("sextant: Not a value of a parameter: layers. Write PARAMETER=VALUE.");
        assertThat(run("try", ENDED, "layers=1", "layers=2").code()).isEqualTo(2);
        assertThat(run("try", ENDED).code()).isEqualTo(2);
    }
}
