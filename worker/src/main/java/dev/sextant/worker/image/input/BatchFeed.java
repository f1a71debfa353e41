package dev.sextant.worker.image.input;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prepares the next batches in background threads while the network trains on the current one. The contents of a
 * batch do not depend on the number of threads. Used by one thread.
 */
public final class BatchFeed implements TrainingBatches {
    /** Batches in preparation; with one, the network would wait for every batch that takes longer than a step. */
    private static final int PREFETCH = 2;

    /** Images per task of a thread, enough to make the cost of a task negligible. */
    private static final int CHUNK = 4;

    private final Preparation preparation;
    private final int[][] batches;
    private final Targets targets;
    private final ExecutorService pool;
    private final float[][] buffers = new float[PREFETCH + 1][];
    private final Deque<Prepared> prepared = new ArrayDeque<>();
    private int submitted;

    /** Computes inputs. Safe for use by many threads. */
    interface Preparation {
        /** Returns the shape of one input. */
        long[] shape();

        /**
         * Writes the input of a file.
         *
         * @param offset index of its first value in the inputs
         */
        void input(int file, float[] inputs, int offset);

        /**
         * Changes a batch after all its inputs are written, e.g. mixes images.
         *
         * @param batch number of the batch in the epoch, from 0
         * @param n images in the batch
         * @param targets target probabilities [n × classes]
         */
        void finish(int batch, float[] inputs, int n, float[] targets, int classes);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Prepared(CompletableFuture<float[]> targets, float[] inputs, int n) {}

    /**
     * Starts to prepare the first batches.
     *
     * @param batches indices of files by batch, in order
     * @param threads number of background threads
     */
    public BatchFeed(Preparation preparation, int[][] batches, Targets targets, int threads) {
        this.preparation = preparation;
        this.batches = batches;
        this.targets = targets;
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "image-augmenter");
            thread.setDaemon(true);
            return thread;
        });
        for (int batch = 0; batch < Math.min(PREFETCH, batches.length); batch++) {
            submit();
        }
    }

    private void submit() {
        int batch = submitted++;
        int[] files = batches[batch];
        int width = (int) Arrays.stream(preparation.shape()).reduce(1, (a, b) -> a * b);
        // The batch that used this buffer before was copied when it was returned.
        int buffer = batch % buffers.length;
        if (buffers[buffer] == null || buffers[buffer].length != files.length * width) {
            buffers[buffer] = new float[Math.multiplyExact(files.length, width)];
        }
        float[] inputs = buffers[buffer];
        List<CompletableFuture<Void>> chunks = new ArrayList<>();
        for (int start = 0; start < files.length; start += CHUNK) {
            int first = start;
            chunks.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = first; i < Math.min(files.length, first + CHUNK); i++) {
                            preparation.input(files[i], inputs, i * width);
                        }
                    },
                    pool));
        }
        CompletableFuture<float[]> labelsReady = CompletableFuture.allOf(chunks.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        all -> {
                            float[] labels = targets.of(files);
                            preparation.finish(batch, inputs, files.length, labels, targets.classes());
                            return labels;
                        },
                        pool);
        prepared.add(new Prepared(labelsReady, inputs, files.length));
    }

    @Override
    public TrainingBatch next() throws InterruptedException {
        Prepared first = prepared.remove();
        float[] labels = await(first.targets());
        if (submitted < batches.length) {
            submit();
        }
        long[] shape = preparation.shape();
        long[] batchShape = new long[1 + shape.length];
        batchShape[0] = first.n();
        System.arraycopy(shape, 0, batchShape, 1, shape.length);
        // Copied to native memory in this thread: an array created in another thread may belong to another device.
        return TrainingBatch.of(Nd4j.create(first.inputs(), batchShape, 'c'), labels, targets.classes());
    }

    private static float[] await(CompletableFuture<float[]> pending) throws InterruptedException {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("Cannot augment a batch: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
