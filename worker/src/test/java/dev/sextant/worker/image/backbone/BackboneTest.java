package dev.sextant.worker.image.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.data.UnusableData;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BackboneTest {
    @TempDir
    Path work;

    /** Reads of the fields hold the backbone's lock, so that a write without it would be a data race. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void openRecordsTheFeatureLayerUnderTheLock() throws Exception {
        Backbone backbone = Backbone.read(ResidualBackbone.write(work).toString());
        CompletableFuture<BackboneNetwork> opened = new CompletableFuture<>();
        Thread opening = new Thread(() -> {
            try {
                opened.complete(backbone.open(true));
            } catch (UnusableData | RuntimeException e) {
                opened.completeExceptionally(e);
            }
        });
        synchronized (backbone) {
            opening.start();
            while (opening.isAlive() && !waitsForThisThread(opening)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(opened).isNotDone();
        }
        opened.get().close();
        assertThat(backbone.output()).isEmpty();
    }

    private static boolean waitsForThisThread(Thread thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo info = threads.getThreadInfo(thread.getId());
        return info != null && info.getLockOwnerId() == Thread.currentThread().getId();
    }
}
