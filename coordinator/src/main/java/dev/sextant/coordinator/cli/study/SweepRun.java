package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Interrupts;
import dev.sextant.coordinator.cli.terminal.TerminalWidth;
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

/** Runs a study in the foreground: shows its progress, pauses it on Ctrl-C, and reports how it ended. */
final class SweepRun {
    private final Database database;
    private final Launch launch;
    private final Console console;

    SweepRun(Database database, Launch launch, Console console) {
        this.database = database;
        this.launch = launch;
        this.console = console;
    }

    /** The way to run the study: {@link StudyRunner#sweep} or {@link StudyRunner#resume}. */
    @FunctionalInterface
    interface Start {
        StudyOutcome with(StudyRunner runner) throws InterruptedException;
    }

    /**
     * Runs the study.
     *
     * @param resumeCommand the command that resumes it
     * @return the exit code
     */
    int run(String study, String resumeCommand, Start start) throws InterruptedException, IOException {
        StopSignal stop = new StopSignal();
        Path logFile = launch.home().resolve("logs").resolve(study + ".log");
        StudyOutcome outcome;
        try (SweepProgress progress =
                new SweepProgress(console.out(), TerminalWidth.of(console), logFile, InstantSource.system())) {
            Interrupts.listen(
                    stop,
                    () -> progress.notice(
                            "Stopping: running trials finish their epoch and save a checkpoint. Press Ctrl-C again to exit now."));
            progress.notice("Study " + study + ". Event log: " + logFile);
            outcome = start.with(new StudyRunner(database, launch, progress, stop));
        } catch (StudyLockedException e) {
            throw e;
        } catch (DatabaseException e) {
            throw new CommandException(
                    e.getMessage() + ". Run `" + resumeCommand + "` when it is available again; nothing is lost.", e);
        }
        console.out()
                .println("Study " + study + " is " + outcome.state().name().toLowerCase(Locale.ROOT) + ": "
                        + outcome.reason()
                        + (outcome.state() == StudyState.PAUSED ? ". Run `" + resumeCommand + "` to resume it." : ""));
        return switch (outcome.state()) {
            case FAILED -> ExitCode.STUDY_FAILED;
            case PAUSED -> stop.isAsked() ? ExitCode.INTERRUPTED : ExitCode.DONE;
            default -> ExitCode.DONE;
        };
    }
}
