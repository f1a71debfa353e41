package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudySummary;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant stop}. */
@Command(
        name = "stop",
        description = {
            "Pause a running study.",
            "",
            "Sends a request to the coordinator that runs the study. Running trials finish their epoch and save a"
                    + " checkpoint."
        },
        footer = {"", "Examples:", "  sextant stop cars-resnet18", "  sextant stop cars-resnet18 --wait"})
public final class StopCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofMillis(500);

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(names = "--wait", description = "Wait until the study is paused or has ended.")
    private boolean wait;

    public StopCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (DatabaseSession session = database.openAsIs()) {
            Database open = session.database();
            study.find(open);
            boolean running = open.studies().requestStop(study.name(), LocalUser.atHost());
            StudySummary summary = read(open).orElseThrow(this::deleted);
            if (!running) {
                report(summary.state(), false, notRunning(summary));
            } else if (wait) {
                StudyState end = await(open);
                report(end, true, study.name() + " is " + end.name().toLowerCase(Locale.ROOT) + next(end));
            } else {
                report(
                        summary.state(),
                        true,
                        "Requested a pause of " + study.name() + ", run by "
                                + summary.holder().orElse("another coordinator")
                                + ". Running trials finish their epoch and save a checkpoint.");
            }
            return ExitCode.DONE;
        }
    }

    /** @param requested whether a coordinator runs the study, so that the stop was requested */
    private void report(StudyState state, boolean requested, String line) {
        if (output.isJson()) {
            output.json(Json.object("study", study.name(), "state", state.name(), "asked", requested));
        } else {
            output.line(line);
        }
    }

    private Optional<StudySummary> read(Database open) {
        return open.reader().study(study.name());
    }

    private CommandException deleted() {
        return new CommandException("Study " + study.name() + " has been deleted");
    }

    /** Repeats the request until no coordinator runs the study, so that a coordinator that dies is noticed. */
    private StudyState await(Database open) throws InterruptedException {
        while (open.studies().requestStop(study.name(), LocalUser.atHost())) {
            Thread.sleep(PERIOD.toMillis());
        }
        return read(open).orElseThrow(this::deleted).state();
    }

    private String notRunning(StudySummary summary) {
        if (summary.state() == StudyState.RUNNING) {
            return study.name() + " is not running: its coordinator ended unexpectedly. Run `sextant resume "
                    + study.name() + "` to resume it.";
        }
        return study.name() + " is not running: it is " + summary.state().name().toLowerCase(Locale.ROOT);
    }

    private String next(StudyState end) {
        return end == StudyState.PAUSED ? ". Run `sextant resume " + study.name() + "` to resume it." : "";
    }
}
