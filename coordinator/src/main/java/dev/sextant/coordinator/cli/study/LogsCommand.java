package dev.sextant.coordinator.cli.study;

import dev.sextant.common.text.Plural;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LogRow;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.TrialDetails;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant logs}. */
@Command(
        name = "logs",
        description = {
            "Show the log of each run of a trial.",
            "",
            "The log is what a program of the trainer `command` prints, except its reports, and what a trainer in Java"
                    + " logs. It arrives with each epoch. Of a long log the first 16 kB and the last 48 kB are kept."
        },
        footer = {"", "Examples:", "  sextant logs cars-resnet18 12", "  sextant logs cars-resnet18 12 --run 2"})
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1",
            paramLabel = "TRIAL",
            description = "Number of the trial. `sextant trials NAME` lists all trials.")
    private int number;

    @Option(names = "--run", paramLabel = "RUN", description = "Show this run alone. Default: all runs.")
    private Integer wanted;

    public LogsCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        try (DatabaseSession session = database.openAsIs()) {
            study.find(session.database());
            List<RunSummary> runs = runs(session.database());
            List<LogRow> logs = session.database().reader().logs(study.name(), number);
            if (output.isJson()) {
                output.json(Json.object(
                        "study",
                        study.name(),
                        "trial",
                        number,
                        "runs",
                        runs.stream().map(run -> json(run, logs)).toList()));
            } else {
                runs.forEach(run -> print(run, partsOf(run, logs)));
                output.next(NextStep.afterLogs(study.name(), number));
            }
            return ExitCode.DONE;
        }
    }

    private List<RunSummary> runs(Database open) {
        TrialDetails details = open.reader()
                .trial(study.name(), number)
                .orElseThrow(() -> new CommandException("There is no trial " + number + " in " + study.name()
                        + ". `sextant trials " + study.name() + "` lists all trials"));
        List<RunSummary> runs = details.runs().stream()
                .filter(run -> wanted == null || run.run() == wanted)
                .toList();
        if (wanted != null && runs.isEmpty()) {
            throw new CommandException("Trial " + number + " of " + study.name() + " has no run " + wanted + ": it has "
                    + Plural.count(
                            details.runs().stream()
                                    .mapToInt(RunSummary::run)
                                    .distinct()
                                    .count(),
                            "run"));
        }
        return runs;
    }

    private static List<LogRow> partsOf(RunSummary run, List<LogRow> logs) {
        return logs.stream()
                .filter(part -> part.run() == run.run() && part.attempt() == run.attempt())
                .toList();
    }

    private static Map<String, Object> json(RunSummary run, List<LogRow> logs) {
        return Json.object(
                "run",
                run.run(),
                "attempt",
                run.attempt(),
                "state",
                run.state(),
                "log",
                partsOf(run, logs).stream()
                        .map(part -> Json.object(
                                "starts", part.starts(), "ends", part.ends(), "at", part.at(), "text", part.text()))
                        .toList());
    }

    private void print(RunSummary run, List<LogRow> parts) {
        output.line(output.style()
                .write(
                        "run %d, attempt %d: epochs %d to %d on %s, %s"
                                .formatted(
                                        run.run(),
                                        run.attempt(),
                                        run.fromEpoch() + 1,
                                        run.toEpoch(),
                                        run.host().orElse(TextFormat.NOTHING),
                                        run.state()),
                        AnsiStyle.Look.HEADING));
        long shown = 0;
        for (LogRow part : parts) {
            if (part.starts() > shown) {
                output.line("... " + Plural.count(part.starts() - shown, "character") + " left out ...");
            }
            output.lines(part.text().lines().toList());
            shown = part.ends();
        }
        if (parts.isEmpty()) {
            output.line("(nothing was logged)");
        }
        output.line("");
    }
}
