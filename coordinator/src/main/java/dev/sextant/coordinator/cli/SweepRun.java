package dev.sextant.coordinator.cli;

import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.schedule.StudyEnding;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.StopSwitch;
import dev.sextant.coordinator.study.StudyLife;
import dev.sextant.sql.Database;
import dev.sextant.sql.DatabaseException;
import dev.sextant.sql.StudyLockedException;
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

    /** What is to be done with the study: {@link StudyLife#sweep} or {@link StudyLife#resume}. */
    @FunctionalInterface
    interface Work {
        StudyEnding on(StudyLife life) throws InterruptedException;
    }

    /**
     * Runs it.
     *
     * @param goOn the command that goes on with it when it is cut off
     * @return the exit code
     */
    int run(String study, String goOn, Work work) throws InterruptedException, IOException {
        StopSwitch stop = new StopSwitch();
        Path logFile = launch.home().resolve("logs").resolve(study + ".log");
        StudyEnding ending;
        try (SweepProgress progress =
                new SweepProgress(console.out(), TerminalWidth.of(console), logFile, InstantSource.system())) {
            Interrupts.listen(
                    stop,
                    () -> progress.notice(
                            "Stopping: running trials save at the end of their epoch. Ctrl-C again ends at once."));
            progress.notice("Study " + study + "; every event goes to " + logFile);
            ending = work.on(new StudyLife(database, launch, progress, stop));
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
