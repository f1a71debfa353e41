package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import org.junit.jupiter.api.Test;

/** Checks and hides the target of events before anything else is done. */
class OnEventOptionTest extends CommandTest {
    private static final String PROPERTY = "sun.java.command";

    @Test
    void addressInTheCommandLineIsHiddenFromSparksPages() {
        String address = "https://hooks.example.org/services/T0P/s3cr3t";
        String before = System.getProperty(PROPERTY, "");
        try {
            System.setProperty(PROPERTY, "sextant resume flower --on-event " + address);

            assertThat(run("resume", "flower", "--on-event", address).err()).contains("There is no study flower");

            assertThat(System.getProperty(PROPERTY))
                    .isEqualTo("sextant resume flower --on-event https://hooks.example.org");
        } finally {
            System.setProperty(PROPERTY, before);
        }
    }

    @Test
    void addressThatCannotBeUsedIsRefusedWithoutRepeatingIt() {
        Said said = run("resume", ENDED, "--on-event", "ftp://host/s3cr3t");

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .isEqualTo("sextant: --on-event: an address must begin with http:// or https://, not with ftp://\n");
    }
}
