package dev.sextant.worker.image.refit;

import dev.sextant.worker.image.input.TrainingBatch;
import dev.sextant.worker.image.input.TrainingBatches;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Batches of one copy in a round. A batch is valid until the next one is requested or this is closed. Used by one
 * thread.
 */
public final class RoundBatches implements Iterator<MultiDataSet>, AutoCloseable {
    private final TrainingBatches batches;
    private final int count;
    private final Runnable onClose;
    private int position;
    private TrainingBatch last;

    /** @param onClose called once the batches are closed */
    RoundBatches(TrainingBatches batches, int count, Runnable onClose) {
        this.batches = batches;
        this.count = count;
        this.onClose = onClose;
    }

    @Override
    public boolean hasNext() {
        return position < count;
    }

    @Override
    public MultiDataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The round has " + count + " batches");
        }
        closeLast();
        try {
            last = batches.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted preparing a batch", e);
        }
        position++;
        return new org.nd4j.linalg.dataset.MultiDataSet(last.inputs(), last.targets());
    }

    private void closeLast() {
        if (last != null) {
            last.close();
            last = null;
        }
    }

    @Override
    public void close() {
        closeLast();
        batches.close();
        onClose.run();
    }
}
