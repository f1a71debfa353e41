package dev.sextant.worker.image;

/** The batches of an epoch, in order. Used by one thread. */
interface TrainingBatches extends AutoCloseable {
    /** The next one, which is the caller's to close. Called once a batch. */
    TrainingBatch next() throws InterruptedException;

    /** Gives up what is still being prepared. */
    @Override
    void close();
}
