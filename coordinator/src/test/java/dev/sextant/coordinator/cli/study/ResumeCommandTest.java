package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refuses unknown studies. */
class ResumeCommandTest extends CommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"../../flower", "flower"})
    void refusesAnUnknownStudyAndWritesNothing(String name) throws IOException {
        Said said = run("resume", name);

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isEqualTo(run("status", name).err()).contains("There is no study " + name + " in jdbc:");
        try (Stream<Path> files = Files.walk(home().getParent(), 3)) {
            assertThat(files).noneMatch(file -> file.endsWith("flower.log"));
        }
    }
}
