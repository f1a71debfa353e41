package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.text.Json;
import java.util.List;
import picocli.CommandLine.Option;

/** Output of a command: text for people, or JSON for programs. */
public final class OutputOption {
    private final Console console;
    private final AnsiStyle style;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    public OutputOption(Console console) {
        this.console = console;
        this.style = new AnsiStyle(console);
    }

    /** Returns whether the command prints JSON. */
    public boolean isJson() {
        return json;
    }

    /** Returns the styles of the terminal. */
    public AnsiStyle style() {
        return style;
    }

    /** Prints a list or an object as JSON. */
    public void json(Object content) {
        console.out().println(Json.text(content));
    }

    /** Prints a line. */
    public void line(String line) {
        console.out().println(line);
    }

    /** Prints lines. */
    public void lines(List<String> lines) {
        lines.forEach(console.out()::println);
    }

    /** Prints what to do next as the last line for people: to standard error, so that results can be piped. */
    public void next(String line) {
        if (!json) {
            console.err().println(line);
        }
    }

    /** Prints a table. */
    public void table(Table table) {
        lines(table.lines(style));
    }
}
