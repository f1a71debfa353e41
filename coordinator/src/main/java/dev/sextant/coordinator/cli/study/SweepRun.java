package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Home;
import dev.sextant.coordinator.cli.terminal.Interrupts;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TerminalWidth;
import dev.sextant.coordinator.hook.StudyHook;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.schedule.ObserverPair;
import dev.sextant.coordinator.schedule.StudyOutcome;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.StopSignal;
import dev.sextant.coordinator.study.StudyRunner;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.StudyLockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Runs a study in the foreground: shows its progress, pauses it on Ctrl-C, and reports how it ended. */
final class SweepRun {
    private final Database database;
    private final Launch launch;
    private final Console console;
    private final StudySpec spec;
    private final Optional<EpochLines> epochs;
    private final OnEventOption onEvent;
    private final StopSignal stop = new StopSignal();

    /**
     * @param requested the study, to which the options of the launch are applied here
     * @param epochs whether to print a line per epoch
     * @param onEvent who is told of events
     */
    SweepRun(
            Database database,
            Launch launch,
            Console console,
            StudySpec requested,
            EpochsOption epochs,
            OnEventOption onEvent) {
        this.database = database;
        this.launch = launch;
        this.console = console;
        this.spec = launch.applied(requested);
        this.onEvent = onEvent;
        this.epochs = epochs.isOn(spec.cluster().slots())
                ? Optional.of(new EpochLines(
                        spec.objective().metric(), TerminalWidth.of(console).orElse(Table.WIDTH) - 1))
                : Optional.empty();
    }

    /** The way to run the study: {@link StudyRunner#sweep} or {@link StudyRunner#resume}. */
    @FunctionalInterface
    interface Start {
        StudyOutcome with(StudyRunner runner) throws InterruptedException;
    }

    /** Runs the study, says what to do next, and returns the exit code. */
    int run(Start start) throws InterruptedException, IOException {
        StudyOutcome outcome = run("sextant resume " + spec.name(), start);
        console.err().println(NextStep.afterSweep(spec.name(), outcome.state(), TrialModel.isOf(spec)));
        return exitCode(outcome);
    }

    /**
     * Runs the study and returns how it ended.
     *
     * @param resumeCommand the command that resumes it
     */
    StudyOutcome run(String resumeCommand, Start start) throws InterruptedException, IOException {
        Path logFile = new Home(launch.home()).log(spec.name());
        StudyOutcome outcome;
        try (SweepProgress progress = new SweepProgress(
                console.display(),
                TerminalWidth.of(console),
                epochs,
                logFile,
                MonotonicClock.SYSTEM,
                InstantSource.system())) {
            Interrupts.listen(
                    stop,
                    () -> progress.notice(
                            "Stopping: running trials finish their epoch and save a checkpoint. Press Ctrl-C again to"
                                    + " exit now."));
            progress.notice(
                    "Study " + spec.name() + ". `sextant dashboard` shows it in a browser. Event log: " + logFile);
            outcome = told(start, progress);
        } catch (StudyLockedException e) {
            throw e;
        } catch (DatabaseException e) {
            throw new CommandException(
                    e.getMessage() + ". Run `" + resumeCommand + "` when it is available again; nothing is lost.", e);
        }
        console.out()
                .println("Study " + spec.name() + " is "
                        + outcome.state().name().toLowerCase(Locale.ROOT) + ": " + outcome.reason()
                        + (outcome.state() == StudyState.PAUSED ? ". Run `" + resumeCommand + "` to resume it." : ""));
        return outcome;
    }

    /** Runs the study and tells whom {@code --on-event} names how it went, before this returns. */
    private StudyOutcome told(Start start, SweepProgress progress) throws InterruptedException {
        Optional<StudyHook> listener = onEvent.hook(spec, progress::notice);
        if (listener.isEmpty()) {
            return start.with(new StudyRunner(database, launch, progress, stop));
        }
        try (StudyHook hook = listener.get()) {
            try {
                StudyOutcome outcome =
                        start.with(new StudyRunner(database, launch, new ObserverPair(progress, hook), stop));
                hook.end(outcome);
                return outcome;
            } catch (StudyLockedException e) {
                throw e; // another coordinator runs the study, and tells of it
            } catch (RuntimeException e) {
                hook.end(e);
                throw e;
            }
        }
    }

    /** Returns the exit code for the end of the study. */
    int exitCode(StudyOutcome outcome) {
        return switch (outcome.state()) {
            case FAILED -> ExitCode.STUDY_FAILED;
            case PAUSED -> stop.isAsked() ? ExitCode.INTERRUPTED : ExitCode.DONE;
            default -> ExitCode.DONE;
        };
    }
}
