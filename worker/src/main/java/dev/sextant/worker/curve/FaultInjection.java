package dev.sextant.worker.curve;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Faults that a trial can inject: slow epochs, an early stop, an exception, a hang, lack of memory, a halt. */
final class FaultInjection {
    static final String EPOCH_SECONDS = "epoch_seconds";
    static final String FAIL = "fail_at_epoch";
    static final String HANG = "hang_at_epoch";
    static final String NAN = "nan_at_epoch";
    static final String OUT_OF_MEMORY = "out_of_memory_at_epoch";
    static final String EXIT = "exit_at_epoch";
    static final String EXIT_ONCE = "exit_once";
    static final String DONE = "done_at_epoch";

    /** Exit code of a process that signal 9 ended. */
    private static final int EXIT_CODE = 137;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Settings settings;
    private final Path exitMarker;

    FaultInjection(TrialContext context) {
        this.settings = context.settings();
        this.exitMarker = context.cache()
                .resolve("curve-table-exited-" + context.study() + "-trial-" + context.trial() + "-epoch-"
                        + context.settings().integer(EXIT));
    }

    /** Injects the faults of an epoch; returns if there are none, or only a delay. */
    void inject(int epoch) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep((long) (settings.number(EPOCH_SECONDS) * NANOS_PER_SECOND));
        if (isAt(EXIT, epoch) && (!settings.flag(EXIT_ONCE) || isFirstExit())) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        if (isAt(HANG, epoch)) {
            new CountDownLatch(1).await();
        }
        if (isAt(OUT_OF_MEMORY, epoch)) {
            throw new OutOfMemoryError("requested by " + OUT_OF_MEMORY + " (" + epoch + ")");
        }
        if (isAt(FAIL, epoch)) {
            throw new IllegalStateException("requested by " + FAIL + " (" + epoch + ")");
        }
    }

    /** Tells whether the trial stops early at this epoch or before. */
    boolean isDone(int epoch) {
        return settings.integer(DONE) > 0 && epoch >= settings.integer(DONE);
    }

    /** Tells whether the value after this epoch is NaN. */
    boolean isNaN(int epoch) {
        return isAt(NAN, epoch);
    }

    private boolean isAt(String setting, int epoch) {
        return settings.integer(setting) == epoch;
    }

    private boolean isFirstExit() {
        try {
            Files.createFile(exitMarker);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Marker file " + exitMarker + " of " + EXIT_ONCE + " cannot be written", e);
        }
    }
}
