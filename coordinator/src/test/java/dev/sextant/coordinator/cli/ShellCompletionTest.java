package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.cli.terminal.Console;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellCompletionTest {
    @TempDir
    Path folder;

    @Test
    void completesCommandsSubcommandsAndOptions() throws Exception {
        Path script = Files.writeString(folder.resolve("sextant"), ShellCompletion.script(Console.ofProcess()));

        assertThat(completions(script, "sextant", "sta")).contains("status");
        assertThat(completions(script, "sextant", "db", "ro")).contains("roles");
        assertThat(completions(script, "sextant", "sweep", "--che")).contains("--checkpoints");
    }

    /** What bash would offer after these words, the last of which is being typed. */
    private String completions(Path script, String... words) throws Exception {
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source '" + script + "' && COMP_WORDS=(" + String.join(" ", words) + ") && COMP_CWORD="
                                + (words.length - 1) + " && _complete_sextant && printf '%s\\n' \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(output).isZero();
        return output;
    }
}
