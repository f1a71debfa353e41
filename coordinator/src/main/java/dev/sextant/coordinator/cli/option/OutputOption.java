package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.Table;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command prints: text for people, or JSON for programs. */
public final class OutputOption {
    private final Console console;
    private final AnsiStyle ink;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public OutputOption(Console console) {
        this.console = console;
        this.ink = new AnsiStyle(console);
    }

    public boolean isJson() {
        return json;
    }

    public AnsiStyle ink() {
        return ink;
    }

    public void json(Object content) {
        console.out().println(Json.text(content));
    }

    public void line(String line) {
        console.out().println(line);
    }

    public void lines(List<String> lines) {
        lines.forEach(console.out()::println);
    }

    public void table(Table table) {
        lines(table.lines(ink));
    }
}
