package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.StudySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sextant list}. */
@Command(
        name = "list",
        description = "List all studies, the most recently changed first.",
        footer = {"", "Example:", "  sextant list --json | jq -r '.[].study'"})
public final class ListCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    public ListCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        try (DatabaseSession session = database.openAsIs()) {
            List<StudySummary> studies = session.database().reader().studies();
            if (output.isJson()) {
                output.json(studies.stream().map(StudyJson::study).toList());
            } else if (studies.isEmpty()) {
                output.line("No studies yet in " + session.database().address()
                        + ". Run `sextant demo` or `sextant sweep FILE` to create one.");
            } else {
                output.table(table(studies));
                output.next(NextStep.afterList(studies.get(0).study()));
            }
            return ExitCode.DONE;
        }
    }

    private static Table table(List<StudySummary> studies) {
        boolean areTagged = studies.stream().anyMatch(study -> !study.tags().isEmpty());
        List<String> headings = new ArrayList<>(
                List.of("study", "state", "algorithm", ">trials", ">best", "metric", ">device time", "changed"));
        if (areTagged) {
            headings.add("tags");
        }
        Table table = Table.of(headings.toArray(String[]::new));
        for (StudySummary study : studies) {
            List<Object> cells = new ArrayList<>(List.of(
                    study.study(),
                    study.state(),
                    study.algorithm(),
                    TextFormat.count(study.trials()),
                    TextFormat.number(study.bestValue()),
                    study.metric(),
                    TextFormat.seconds(study.deviceSeconds()),
                    TextFormat.ago(study.updatedAt(), study.readAt())));
            if (areTagged) {
                cells.add(String.join(", ", study.tags()));
            }
            table.row(cells.toArray());
        }
        return table;
    }
}
