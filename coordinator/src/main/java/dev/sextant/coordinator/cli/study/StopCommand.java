package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.coordinator.study.StudySteering;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant stop}. */
@Command(
        name = "stop",
        description = {
            "Pause a running study, or end one of its trials.",
            "",
            "Sends a request to the coordinator that runs the study. Running trials finish their epoch and save a"
                    + " checkpoint.",
            "",
            "A trial that you stop keeps its values and its model, and is never continued. The search does not take it"
                    + " for a bad one."
        },
        footer = {
            "",
            "Examples:",
            "  sextant stop cars-resnet18",
            "  sextant stop cars-resnet18 --wait",
            "  sextant stop cars-resnet18 12"
        })
public final class StopCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofMillis(500);

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TRIAL",
            description = "Number of a trial to end. Without it the whole study pauses.")
    private Integer trial;

    @Option(names = "--wait", description = "Wait until the study is paused, or the trial has ended.")
    private boolean wait;

    public StopCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (DatabaseSession session = database.openAsIs()) {
            Database open = session.database();
            StudyRow row = study.find(open);
            if (trial != null) {
                stopTrial(new StudySteering(open, row, LocalUser.atHost()));
                return ExitCode.DONE;
            }
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

    private void stopTrial(StudySteering steering) throws InterruptedException {
        boolean running = steering.stopTrial(trial);
        Database open = steering.database();
        TrialState state = state(open);
        while (wait && !state.isFinished() && open.studies().isRunning(study.name())) {
            Thread.sleep(PERIOD.toMillis());
            state = state(open);
        }
        String name = "trial " + trial + " of " + study.name();
        if (output.isJson()) {
            output.json(Json.object("study", study.name(), "trial", trial, "state", state.name(), "asked", running));
        } else if (state.isFinished()) {
            output.line(name + " is " + state.name().toLowerCase(Locale.ROOT));
        } else if (running) {
            output.line("Requested the end of " + name + ". It finishes its epoch and saves a checkpoint.");
        } else {
            output.line(study.name() + " is not running: " + name + " ends when it is resumed.");
        }
    }

    private TrialState state(Database open) {
        return open.reader()
                .trial(study.name(), trial)
                .orElseThrow(this::deleted)
                .trial()
                .state();
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
