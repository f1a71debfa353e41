package dev.sextant.worker.image.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class BatchFeedTest {
    @Test
    void preparesTheNextBatchesInTheBackground() throws Exception {
        CountDownLatch thirdImage = new CountDownLatch(1);
        int[][] batches = {{0}, {1}, {2}, {3}};
        try (BatchFeed feed = feed(batches, 1, file -> {
            if (file == 2) {
                thirdImage.countDown();
            }
        })) {
            try (TrainingBatch first = feed.next()) {
                // It is prepared before it is requested.
                thirdImage.await();
                assertThat(first.inputs().getFloat(0, 0)).isEqualTo(0);
            }
            for (int batch = 1; batch < 4; batch++) {
                try (TrainingBatch next = feed.next()) {
                    assertThat(next.inputs().getFloat(0, 1)).isEqualTo(batch);
                    assertThat(next.targets().getFloat(0, 0)).isEqualTo(10 * batch);
                }
            }
        }
    }

    @Test
    void doesNotWaitForImagesWhenInterrupted() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch givenUp = new CountDownLatch(1);
        try (BatchFeed feed = feed(new int[][] {{0}}, 1, file -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                givenUp.countDown();
                Thread.currentThread().interrupt();
            }
        })) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(feed::next).isInstanceOf(InterruptedException.class);
        }
        givenUp.await();
    }

    @Test
    void passesOnErrors() {
        try (BatchFeed feed = feed(new int[][] {{7}}, 2, file -> {
            throw new OutOfMemoryError("no room for file " + file);
        })) {
            assertThatThrownBy(feed::next).isInstanceOf(OutOfMemoryError.class).hasMessage("no room for file 7");
        }
        try (BatchFeed feed = feed(new int[][] {{7}}, 2, file -> {
            throw new IllegalArgumentException("file " + file);
        })) {
            assertThatThrownBy(feed::next)
                    .hasMessageContaining("Cannot augment a batch")
                    .hasMessageContaining("file 7");
        }
    }

    /** Inputs are the number of the file, targets ten times that. */
    private static BatchFeed feed(int[][] batches, int threads, IntConsumer before) {
        BatchFeed.Preparation preparation = new BatchFeed.Preparation() {
            @Override
            public long[] shape() {
                return new long[] {2};
            }

            @Override
            public void input(int file, float[] inputs, int offset) {
                before.accept(file);
                inputs[offset] = file;
                inputs[offset + 1] = file;
            }

            @Override
            public void finish(int batch, float[] inputs, int n, float[] targets, int classes) {
                targets[0] *= 10;
            }
        };
        Targets targets = new Targets() {
            @Override
            public float[] of(int[] files) {
                return new float[] {files[0]};
            }

            @Override
            public int classes() {
                return 1;
            }
        };
        return new BatchFeed(preparation, batches, targets, threads);
    }
}
