package dev.sextant.coordinator.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** How a command prints: text for people, or JSON for programs. */
final class OutputOption {
    private final Console console;
    private final Ink ink;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    OutputOption(Console console) {
        this.console = console;
        this.ink = new Ink(console);
    }

    boolean isJson() {
        return json;
    }

    Ink ink() {
        return ink;
    }

    void json(Object content) {
        console.out().println(Json.text(content));
    }

    void line(String line) {
        console.out().println(line);
    }

    void lines(List<String> lines) {
        lines.forEach(console.out()::println);
    }

    void table(Table table) {
        lines(table.lines(ink));
    }
}
