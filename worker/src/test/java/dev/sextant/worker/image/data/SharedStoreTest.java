package dev.sextant.worker.image.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedStoreTest {
    @Test
    void makesAValueOnceForAllThreads() throws Exception {
        SharedStore<String, String> store = new SharedStore<>(100, String::length);
        AtomicInteger made = new AtomicInteger();
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        SharedStore.Maker<String> maker = () -> {
            made.incrementAndGet();
            making.countDown();
            goOn.await();
            return "value";
        };
        Future<String> first = pool.submit(() -> store.get("key", maker));
        making.await();
        Future<String> second = pool.submit(() -> store.get("key", maker));
        goOn.countDown();
        assertThat(first.get()).isEqualTo("value").isSameAs(second.get());
        assertThat(made).hasValue(1);
        pool.shutdown();
    }

    @Test
    void dropsTheLeastRecentlyUsedValueAndRetriesAfterAFailure() throws Exception {
        SharedStore<String, String> store = new SharedStore<>(10, String::length);
        AtomicInteger made = new AtomicInteger();
        SharedStore.Maker<String> maker = () -> "four" + made.incrementAndGet();
        assertThat(store.get("a", maker)).isEqualTo("four1");
        assertThat(store.get("b", maker)).isEqualTo("four2");
        assertThat(store.get("a", maker)).isEqualTo("four1");
        assertThat(store.get("c", maker)).isEqualTo("four3");
        assertThat(store.get("a", maker)).isEqualTo("four1");
        assertThat(store.get("b", maker)).isEqualTo("four4");
        assertThatThrownBy(() -> store.get("d", () -> {
                    throw new IOException("gone");
                }))
                .hasMessage("gone");
        assertThat(store.get("d", () -> "there")).isEqualTo("there");
    }
}
