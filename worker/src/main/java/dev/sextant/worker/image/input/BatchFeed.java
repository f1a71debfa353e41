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
 * Prepares batches in threads of its own while the network trains on the one before. What is in a batch does not depend on
 * how many threads there are. Used by one thread.
 */
public final class BatchFeed implements TrainingBatches {
    /** Batches in preparation: one would let the network wait whenever a batch takes longer than the last one. */
    private static final int AHEAD = 2;

    /** Images prepared at once by a thread: enough to forget the cost of handing them over. */
    private static final int CHUNK = 4;

    private final Preparation preparation;
    private final int[][] batches;
    private final Targets targets;
    private final ExecutorService pool;
    private final float[][] buffers = new float[AHEAD + 1][];
    private final Deque<Prepared> prepared = new ArrayDeque<>();
    private int submitted;

    /** How inputs are made. Safe for use by many threads. */
    interface Preparation {
        /** Shape of one input. */
        long[] shape();

        /** Writes the input of a file. */
        void input(int file, float[] inputs, int offset);

        /**
         * Changes the whole batch, when all inputs are there.
         *
         * @param batch its number in the epoch, from 0
         */
        void finish(int batch, float[] inputs, int n, float[] targets, int classes);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Prepared(CompletableFuture<float[]> targets, float[] inputs, int n) {}

    public BatchFeed(Preparation preparation, int[][] batches, Targets targets, int threads) {
        this.preparation = preparation;
        this.batches = batches;
        this.targets = targets;
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "image-augmenter");
            thread.setDaemon(true);
            return thread;
        });
        for (int batch = 0; batch < Math.min(AHEAD, batches.length); batch++) {
            submit();
        }
    }

    private void submit() {
        int batch = submitted++;
        int[] files = batches[batch];
        int width = (int) Arrays.stream(preparation.shape()).reduce(1, (a, b) -> a * b);
        // The buffer of the batch that the caller has trained on by now.
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
        CompletableFuture<float[]> done = CompletableFuture.allOf(chunks.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        all -> {
                            float[] wanted = targets.of(files);
                            preparation.finish(batch, inputs, files.length, wanted, targets.classes());
                            return wanted;
                        },
                        pool);
        prepared.add(new Prepared(done, inputs, files.length));
    }

    @Override
    public TrainingBatch next() throws InterruptedException {
        Prepared first = prepared.remove();
        float[] wanted = await(first.targets());
        if (submitted < batches.length) {
            submit();
        }
        long[] shape = preparation.shape();
        long[] whole = new long[1 + shape.length];
        whole[0] = first.n();
        System.arraycopy(shape, 0, whole, 1, shape.length);
        // Copied to the network's memory here: arrays made in another thread may belong to another device.
        return TrainingBatch.of(Nd4j.create(first.inputs(), whole, 'c'), wanted, targets.classes());
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
