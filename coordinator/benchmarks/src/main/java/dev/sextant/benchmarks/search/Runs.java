package dev.sextant.benchmarks.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs studies in parallel and delivers their results in the order of submission. */
final class Runs implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ExecutorService threads;
    private final StudyRun.Protocol protocol;
    private final Consumer<String> progress;

    /**
     * A pool of threads.
     *
     * @param threads number of studies in parallel
     * @param progress gets one line per contender and number of slots
     */
    Runs(int threads, StudyRun.Protocol protocol, Consumer<String> progress) {
        this.threads = Executors.newFixedThreadPool(threads);
        this.protocol = protocol;
        this.progress = progress;
    }

    /** Receives results. */
    interface Sink {
        void add(BenchmarkResult run) throws IOException;
    }

    /**
     * Runs a contender on every task with every seed.
     *
     * @throws IllegalStateException when a run fails, with the name of the run
     */
    void run(Contender contender, List<BenchmarkTask> tasks, int slots, List<Integer> seeds, Sink sink)
            throws IOException, InterruptedException {
        long before = System.nanoTime();
        List<Future<BenchmarkResult>> results = new ArrayList<>();
        for (BenchmarkTask task : tasks) {
            BenchmarkTask donor = next(tasks, task);
            for (int seed : seeds) {
                StudyRun run = new StudyRun(contender, task, donor, protocol, System::nanoTime);
                results.add(threads.submit(() -> run.run(slots, seed)));
            }
        }
        for (int i = 0; i < results.size(); i++) {
            try {
                sink.add(results.get(i).get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        String.format(
                                "%s on %s, %d slots, seed %d: %s",
                                contender.name(),
                                tasks.get(i / seeds.size()).name(),
                                slots,
                                seeds.get(i % seeds.size()),
                                e.getCause()),
                        e);
            }
        }
        progress.accept(String.format(
                Locale.ROOT,
                "%s, %d slots: %d runs in %.1f s",
                contender.name(),
                slots,
                results.size(),
                (System.nanoTime() - before) / NANOS_PER_SECOND));
    }

    /** The next task of the same suite; the first one follows the last. */
    private static BenchmarkTask next(List<BenchmarkTask> tasks, BenchmarkTask task) {
        List<BenchmarkTask> suite = tasks.stream()
                .filter(other -> other.suite().equals(task.suite()))
                .toList();
        return suite.get((suite.indexOf(task) + 1) % suite.size());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
