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

/** Runs a study in front of a person: progress while it runs, Ctrl-C to pause, how it ended. */
final class SweepRun {
    private final Database database;
    private final Launch launch;
    private final Console console;

    SweepRun(Database database, Launch launch, Console console) {
        this.database = database;
        this.launch = launch;
        this.console = console;
    }

    /** What is to be done with the study: {@link StudyRunner#sweep} or {@link StudyRunner#resume}. */
    @FunctionalInterface
    interface Work {
        StudyOutcome on(StudyRunner life) throws InterruptedException;
    }

    /**
     * Runs it.
     *
     * @param goOn the command that goes on with it when it is cut off
     * @return the exit code
     */
    int run(String study, String goOn, Work work) throws InterruptedException, IOException {
        StopSignal stop = new StopSignal();
        Path logFile = launch.home().resolve("logs").resolve(study + ".log");
        StudyOutcome ending;
        try (SweepProgress progress =
                new SweepProgress(console.out(), TerminalWidth.of(console), logFile, InstantSource.system())) {
            Interrupts.listen(
                    stop,
                    () -> progress.notice(
                            "Stopping: running trials save at the end of their epoch. Ctrl-C again ends at once."));
            progress.notice("Study " + study + "; every event goes to " + logFile);
            ending = work.on(new StudyRunner(database, launch, progress, stop));
        } catch (StudyLockedException e) {
            throw e;
        } catch (DatabaseException e) {
            throw new CommandException(e.getMessage() + "; nothing is lost: `" + goOn + "` goes on when it is back", e);
        }
        console.out()
                .println("Study " + study + " is " + ending.state().name().toLowerCase(Locale.ROOT) + ": "
                        + ending.reason()
                        + (ending.state() == StudyState.PAUSED
                                ? ". Nothing is lost; `" + goOn + "` goes on with it."
                                : ""));
        return switch (ending.state()) {
            case FAILED -> ExitCode.STUDY_FAILED;
            case PAUSED -> stop.isAsked() ? ExitCode.INTERRUPTED : ExitCode.DONE;
            default -> ExitCode.DONE;
        };
    }
}
