package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.LiveDisplay;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.sql.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant status}. */
@Command(
        name = "status",
        description = "Show the progress of a study: trials, best value, budget, rungs, slots.",
        footer = {
            "",
            "Examples:",
            "  sextant status cars-resnet18",
            "  sextant status cars-resnet18 --watch",
            "  sextant status cars-resnet18 --json | jq .best_value"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(names = "--watch", description = "Update the display until the study is paused or has ended.")
    private boolean watch;

    public StatusCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (watch && output.isJson()) {
            throw new UsageException("--watch and --json cannot be combined. Call `status --json` repeatedly instead.");
        }
        try (DatabaseSession session = database.openAsIs()) {
            StatusReport report = read(session.database()).orElseThrow(() -> study.unknown(session.database()));
            if (output.isJson()) {
                output.json(report.json());
            } else if (watch) {
                watch(session.database(), report);
            } else {
                output.lines(report.lines(output.style()));
            }
            return ExitCode.DONE;
        }
    }

    private Optional<StatusReport> read(Database open) {
        return open.reader().status(study.name()).map(StatusReport::new);
    }

    private void watch(Database open, StatusReport first) throws InterruptedException {
        LiveDisplay live = new LiveDisplay(console);
        StatusReport report = first;
        live.show(linesFor(report));
        while (report.isUnderWay()) {
            Thread.sleep(PERIOD.toMillis());
            report = read(open).orElseThrow(() -> new CommandException("Study " + study.name() + " has been deleted"));
            live.show(linesFor(report));
        }
    }

    /** The whole report on a terminal, one line per change elsewhere. */
    private List<String> linesFor(StatusReport report) {
        return console.terminal() ? report.lines(output.style()) : List.of(report.oneLine());
    }
}
