package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help texts, usage errors and colors, which all commands share. */
class SextantTest extends CommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "init",
                "sweep",
                "resume",
                "stop",
                "try",
                "note",
                "tag",
                "list",
                "status",
                "trials",
                "show",
                "logs",
                "best",
                "importance",
                "validate",
                "lr-find",
                "evaluate",
                "predict",
                "clean",
                "ensemble",
                "refit",
                "export",
                "delete",
                "checkpoints",
                "checkpoints list",
                "checkpoints verify",
                "checkpoints clean",
                "doctor",
                "backbones",
                "backbones list",
                "backbones show",
                "backbones add",
                "db",
                "db start",
                "db status",
                "db migrate",
                "db roles"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.add("--help");

        Said said = run(arguments.toArray(String[]::new));

        assertThat(said.code()).isZero();
        assertThat(said.out())
                .startsWith("Usage: sextant " + command)
                .contains("\nExample")
                .contains("  sextant " + command);
        assertThat(said.out().lines()).allMatch(line -> line.length() <= Table.WIDTH);
    }

    /** The first line of a description is the whole text in the list of commands. */
    @Test
    void helpDescribesEachCommandInOneSentenceOnOneLine() {
        CommandLine program =
                Sextant.commandLine(CapturedConsole.withEnvironment(Map.of()).console());

        assertThat(program.getSubcommands()).hasSizeGreaterThan(20).allSatisfy((name, command) -> {
            String summary = command.getCommandSpec().usageMessage().description()[0];
            assertThat(summary).as(name).matches("[A-Z].*\\.").hasSizeLessThan(Table.WIDTH - 16);
            assertThat(run("--help").out()).contains(summary + "\n");
        });
    }

    @Test
    void helpListsAllCommands() {
        assertThat(run("--help").out())
                .contains(
                        "demo",
                        "sweep",
                        "resume",
                        "stop",
                        "try",
                        "note",
                        "tag",
                        "list",
                        "status",
                        "trials",
                        "show",
                        "best",
                        "importance",
                        "validate",
                        "export",
                        "delete",
                        "db");
        assertThat(run("--version").out()).matches("(?s)sextant \\d+\\.\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--nonsense",
                "lst",
                "status",
                "status a b",
                "status --colour a",
                "show cars-resnet18 twelve",
                "trials cars-resnet18 --state gone",
                "trials cars-resnet18 --limit 0",
                "best cars-resnet18 --json --yaml",
                "export cars-resnet18",
                "validate",
                "db",
                "db drop"
            })
    void usageErrorsEndWithTheirExitCodeAndChangeNothing(String line) {
        Said said = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines()).hasSizeBetween(1, 2).first().asString().startsWith("sextant: ");
    }

    @Test
    void suggestsTheCommandOrOptionThatWasMeant() {
        assertThat(run("lst").err()).startsWith("sextant: Unknown command: lst; did you mean list?\n");
        assertThat(run("status", ENDED, "--jsno").err())
                .startsWith("sextant: Unknown option: --jsno; did you mean --json?\n");
    }

    @Test
    void colorsNeedATerminalAndRespectNoColor() {
        Map<String, String> coloured = Map.of("SEXTANT_HOME", home().toString(), "TERM", "xterm");
        Map<String, String> plain = Map.of("SEXTANT_HOME", home().toString(), "TERM", "xterm", "NO_COLOR", "1");

        assertThat(say(CapturedConsole.atTerminal(coloured, ""), "status", ENDED)
                        .out())
                .contains("\u001b[");
        assertThat(say(CapturedConsole.atTerminal(plain, ""), "status", ENDED).out())
                .doesNotContain("\u001b");
        assertThat(say(CapturedConsole.withEnvironment(coloured), "status", ENDED)
                        .out())
                .doesNotContain("\u001b");
    }
}
