package dev.sextant.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.LogPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RunLogTest {
    private static final String LINE = "0123456789".repeat(10);

    @Test
    void givesEachLineOnceInItsPlace() {
        try (RunLog log = RunLog.open()) {
            assertThat(log.take()).isEmpty();
            log.add("one");
            log.add("");
            assertThat(log.take()).containsExactly(new LogPart(0, "one\n\n"));
            log.add("two");
            assertThat(log.take()).containsExactly(new LogPart(5, "two\n"));
            assertThat(log.take()).isEmpty();
        }
    }

    @Test
    void keepsTheBeginningAndTheEndOfMegabytes() {
        try (RunLog log = RunLog.open()) {
            for (int i = 0; i < 20_000; i++) {
                log.add(LINE);
            }
            long length = 20_000L * (LINE.length() + 1);

            List<LogPart> parts = log.take();

            assertThat(parts).hasSize(2);
            assertThat(parts.get(0).from()).isZero();
            assertThat(parts.get(0).to()).isBetween(LogPart.FIRST - 101L, (long) LogPart.FIRST);
            assertThat(parts.get(1).to()).isEqualTo(length);
            assertThat(parts.get(1).from()).isBetween(length - LogPart.LAST, length - LogPart.LAST + 101);
            log.add("after");
            assertThat(log.take()).containsExactly(new LogPart(length, "after\n"));
        }
    }

    @Test
    void cutsALineWithoutEnd() {
        try (RunLog log = RunLog.open()) {
            log.add("x".repeat(1 << 20));
            assertThat(log.take())
                    .singleElement()
                    .satisfies(part -> assertThat(part.text()).hasSize(4_004).endsWith("x...\n"));
        }
    }

    @Test
    void aThreadBelongsToTheRunThatStartedIt() throws Exception {
        CompletableFuture<Optional<RunLog>> other = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread run = new Thread(() -> {
            try (RunLog log = RunLog.open()) {
                other.complete(Optional.of(log));
                done.join();
            }
        });
        run.start();
        try (RunLog log = RunLog.open()) {
            RunLog foreign = other.get().orElseThrow();
            List<Optional<RunLog>> found = new ArrayList<>();
            Thread child = new Thread(() -> found.add(RunLog.current()));
            child.start();
            child.join();

            assertThat(found).containsExactly(Optional.of(log));
            assertThat(foreign).isNotSameAs(log);
        }
        done.complete(null);
        run.join();
        assertThat(RunLog.current()).isEmpty();
    }

    @Test
    void aThreadThatRunsShareBelongsToTheOnlyRun() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            assertThat(pool.submit(RunLog::current).get()).isEmpty();
            try (RunLog log = RunLog.open()) {
                assertThat(pool.submit(RunLog::current).get()).contains(log);
            }
            assertThat(pool.submit(RunLog::current).get()).isEmpty();
        } finally {
            pool.shutdown();
        }
    }
}
