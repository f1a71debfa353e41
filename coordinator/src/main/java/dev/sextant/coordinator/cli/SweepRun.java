package dev.sextant.coordinator.cli;

import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.schedule.StudyEnding;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.StopSwitch;
import dev.sextant.coordinator.study.StudyLife;
import dev.sextant.sql.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;

/** Runs a study in front of a person: progress while it runs, Ctrl-C to pause, the result at the end. */
final class SweepRun {
    private final Database database;
    private final Launch launch;
    private final PrintStream out;

    SweepRun(Database database, Launch launch, PrintStream out) {
        this.database = database;
        this.launch = launch;
        this.out = out;
    }

    /** What is to be done with the study: {@link StudyLife#sweep} or {@link StudyLife#resume}. */
    @FunctionalInterface
    interface Work {
        StudyEnding on(StudyLife life) throws InterruptedException;
    }

    /** @return the exit code */
    int run(String study, Work work) throws InterruptedException, IOException {
        StopSwitch stop = new StopSwitch();
        Path logFile = launch.home().resolve("logs").resolve(study + ".log");
        StudyEnding ending;
        try (SweepProgress progress =
                new SweepProgress(out, System.console() != null, logFile, InstantSource.system())) {
            Interrupts.listen(
                    stop,
                    () -> progress.notice("Stopping: running trials save at the end of their epoch. Ctrl-C again ends at"
                            + " once (the study can be resumed either way)."));
            progress.notice("Study " + study + ", every event in " + logFile);
            ending = work.on(new StudyLife(database, launch, progress, stop));
        }
        out.println("Study " + study + " " + ending.state().name().toLowerCase(java.util.Locale.ROOT) + ": "
                + ending.reason());
        if (ending.state() == StudyState.PAUSED) {
            out.println("It goes on with: sextant resume " + study);
        }
        return switch (ending.state()) {
            case FAILED -> ExitCode.STUDY_FAILED;
            case PAUSED -> stop.isAsked() ? ExitCode.INTERRUPTED : ExitCode.DONE;
            default -> ExitCode.DONE;
        };
    }
}
