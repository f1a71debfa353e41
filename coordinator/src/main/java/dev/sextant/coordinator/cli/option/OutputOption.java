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

    public boolean isJson() {
        return json;
    }

    public AnsiStyle style() {
        return style;
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
        lines(table.lines(style));
    }
}
