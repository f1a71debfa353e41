package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.cli.terminal.Console;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A console whose output can be looked at. */
public record CapturedConsole(Console console, StringWriter captured, StringWriter complaints) {
    /** Without a terminal. */
    public static CapturedConsole withEnvironment(Map<String, String> environment) {
        return of(environment, "", false);
    }

    /** With a person at it who types {@code input}. */
    public static CapturedConsole atTerminal(Map<String, String> environment, String input) {
        return of(environment, input, true);
    }

    /** Runs a command with a home of its own, which must end as expected. */
    public static CapturedConsole run(Path home, int expected, Object... arguments) {
        CapturedConsole console = withEnvironment(Map.of("SEXTANT_HOME", home.toString()));
        String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
        assertThat(Sextant.run(console.console(), words)).as(console.err()).isEqualTo(expected);
        return console;
    }

    private static CapturedConsole of(Map<String, String> environment, String input, boolean terminal) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new BufferedReader(new StringReader(input)),
                environment,
                terminal);
        return new CapturedConsole(console, out, err);
    }

    public String out() {
        return captured.toString();
    }

    public String err() {
        return complaints.toString();
    }
}
