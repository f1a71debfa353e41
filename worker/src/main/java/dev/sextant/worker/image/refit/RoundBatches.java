package dev.sextant.worker.image.refit;

import dev.sextant.worker.image.input.TrainingBatch;
import dev.sextant.worker.image.input.TrainingBatches;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A copy's batches in a round. Each is good until the next one is asked for, or this is closed. Used by one thread. */
public final class RoundBatches implements Iterator<MultiDataSet>, AutoCloseable {
    private final TrainingBatches batches;
    private final int count;
    private int given;
    private TrainingBatch last;

    RoundBatches(TrainingBatches batches, int count) {
        this.batches = batches;
        this.count = count;
    }

    @Override
    public boolean hasNext() {
        return given < count;
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
        given++;
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
    }
}
