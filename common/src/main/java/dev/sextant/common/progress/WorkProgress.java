package dev.sextant.common.progress;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Progress of long work in this process, such as decoding a folder of images. There is one listener per process: a command
 * that shows progress, or an executor that passes it on. Safe for use by many threads.
 *
 * <pre>{@code
 * for (int batch = 0; batch < batches.length; batch++) {
 *     WorkProgress.report("classifying images", batch, batches.length);
 *     classify(batches[batch]);
 * }
 * WorkProgress.report("classifying images", batches.length, batches.length);
 * }</pre>
 */
public final class WorkProgress {
    private static final Listener NOBODY = (work, done, total) -> {};
    private static final AtomicReference<Listener> LISTENER = new AtomicReference<>(NOBODY);

    private WorkProgress() {}

    /** Receives reports. Called by the thread that works, often: must be quick and must not throw. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Receives how far work has come.
         *
         * @param work what is done, for users, e.g. {@code computing features with resnet18}
         * @param done parts that are done, from 0
         * @param total number of parts; the work is over when all are done
         */
        void advanced(String work, long done, long total);
    }

    /** Sends all reports to a listener from now on, instead of to an earlier one. */
    public static void reportTo(Listener listener) {
        LISTENER.set(listener);
    }

    /** Sends reports to nobody from now on. */
    public static void reportToNobody() {
        LISTENER.set(NOBODY);
    }

    /** Reports how far work has come, see {@link Listener#advanced}. */
    public static void report(String work, long done, long total) {
        LISTENER.get().advanced(work, done, total);
    }
}
