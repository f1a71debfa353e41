package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Carries runs to executors: each is a Spark job of one task, named so that Spark's own pages read like the study. One
 * thread a slot waits for its job. Safe for use by many threads.
 */
final class SparkRuns implements AutoCloseable {
    private final JavaSparkContext spark;
    private final ExecutorService waiting;
    private final Consumer<Event.Over> whenOver;

    SparkRuns(JavaSparkContext spark, int slots, Consumer<Event.Over> whenOver) {
        this.spark = spark;
        this.whenOver = whenOver;
        this.waiting = Executors.newFixedThreadPool(slots, task -> {
            Thread thread = new Thread(task, "slot");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Hands a run to Spark; {@code whenOver} hears of its end, always and once. */
    void dispatch(RunOrder order, int slot) {
        waiting.execute(() -> {
            Thread.currentThread().setName("slot " + slot);
            whenOver.accept(new Event.Over(order.key(), slot, train(order)));
        });
    }

    /** Cuts a run off: its job fails, its thread on the executor is interrupted. */
    void cutOff(RunKey key) {
        if (!isStopped()) {
            spark.cancelJobGroup(group(key));
        }
    }

    /** Whether the Spark application has ended. */
    boolean isStopped() {
        return spark.sc().isStopped();
    }

    private Event.Ending train(RunOrder order) {
        spark.setJobGroup(group(order.key()), description(order), true);
        try {
            return new Event.Ending.Answered(RunJob.train(order, spark.sc()));
        } catch (Throwable e) { // whatever it is, the slot must hear of the end
            return new Event.Ending.CutOff(sentence(e));
        }
    }

    private static String group(RunKey key) {
        return "study " + key.studyId() + " " + key;
    }

    private static String description(RunOrder order) {
        return String.format(
                Locale.ROOT,
                "%s trial %d, epochs %d-%d, attempt %d",
                order.study(),
                order.key().trial(),
                order.fromEpoch() + 1,
                order.toEpoch(),
                order.key().attempt());
    }

    /** What Spark says of a failed job, without the stack traces it carries along. */
    private static String sentence(Throwable e) {
        List<String> lines =
                String.valueOf(e.getMessage()).lines().map(String::strip).toList();
        return lines.stream()
                .filter(line -> line.contains("ExecutorLostFailure") || line.contains("cancelled"))
                .findFirst()
                .orElse(lines.isEmpty() ? e.toString() : lines.get(0))
                .replaceFirst("^Job aborted.*Reason: ", "")
                .replaceFirst("^.*ExecutorLostFailure \\(", "(");
    }

    /** Cuts off whatever still runs. */
    @Override
    public void close() {
        waiting.shutdownNow();
        if (!isStopped()) {
            spark.sc().cancelAllJobs();
        }
    }
}
