package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;

/** Measures the time of work whose result other trials use, too. Used by one thread. */
final class SharedWork {
    private static final double NANOS_PER_SECOND = 1e9;

    private long nanos;

    /** Work with images. */
    @FunctionalInterface
    interface Task<T> {
        T call() throws IOException, UnusableData, TrainingFailure, InterruptedException;
    }

    /** Does the work and adds its time. */
    <T> T measured(Task<T> task) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        long begin = System.nanoTime();
        try {
            return task.call();
        } finally {
            nanos += System.nanoTime() - begin;
        }
    }

    /** Returns the time so far. */
    double seconds() {
        return nanos / NANOS_PER_SECOND;
    }
}
