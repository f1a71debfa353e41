package dev.sextant.benchmarks;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.schedule.StudyOutcome;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.StopSignal;
import dev.sextant.coordinator.study.StudyRunner;
import dev.sextant.sql.Database;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code scheduler-benchmark}: runs a study of sleeping trials on executor processes of this machine and prints
 * the overhead: idle time of slots, time between runs, and work of the database.
 */
@Command(
        name = "scheduler-benchmark",
        description = "Measures the overhead of the scheduler.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class SchedulerBenchmark implements Callable<Integer> {
    @Option(names = "--trials", description = "number of trials")
    private int trials = 1000;

    @Option(names = "--slots", description = "number of executor processes with one slot each")
    private int slots = 8;

    @Option(names = "--epoch-ms", description = "duration of an epoch in milliseconds")
    private int epochMillis = 50;

    @Option(names = "--max-epochs", description = "epochs of a full training")
    private int maxEpochs = 9;

    @Option(names = "--algorithm", description = "search algorithm of the study")
    private String algorithm = "random";

    @Option(
            names = "--executor-options",
            description = "Java options of the executors; the default compiles cheaply, because all executors share the"
                    + " processors of this machine")
    private String executorOptions = "-XX:TieredStopAtLevel=1";

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SchedulerBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sextant-benchmark");
        try {
            return measure(folder);
        } finally {
            FileTree.delete(folder);
        }
    }

    private int measure(Path folder) throws IOException, InterruptedException {
        System.setProperty("spark.executor.extraJavaOptions", executorOptions); // as spark-submit --conf would
        StudySpec spec = new SleepingStudy(trials, slots, epochMillis, maxEpochs, algorithm).writtenTo(folder);
        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("postgres"));
                Database database = Database.open(server.address());
                DriverHeap heap = new DriverHeap(trials)) {
            SlotTimes times = new SlotTimes(slots, System::nanoTime, heap::ended);
            DatabaseWork work = new DatabaseWork(server.address());
            StudyRunner life = new StudyRunner(database, launch(folder), times, new StopSignal());
            StudyOutcome ending;
            SchedulerThread.Shares shares;
            double loadBefore = load();
            try (SchedulerThread thread = new SchedulerThread(Thread.currentThread())) {
                ending = life.sweep(spec);
                shares = thread.shares();
            }
            System.out.printf(
                    "%s: %d slots, epochs of %d ms, up to %d per trial; %d processors, load %.1f before, %.1f after%n",
                    algorithm,
                    slots,
                    epochMillis,
                    maxEpochs,
                    Runtime.getRuntime().availableProcessors(),
                    loadBefore,
                    load());
            System.out.println(ending.state() + ": " + ending.reason());
            print(System.out, times.figures(), shares, work.sinceStart(), heap);
        }
        return 0;
    }

    private static Launch launch(Path folder) {
        return new Launch(
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Duration.ofMinutes(2),
                Duration.ofSeconds(5),
                folder);
    }

    private void print(
            PrintStream out,
            SlotTimes.Figures figures,
            SchedulerThread.Shares shares,
            DatabaseWork.Work database,
            DriverHeap heap)
            throws InterruptedException {
        double nominal = figures.epochs() * epochMillis / 1000.0;
        row(out, "trials", "%d", figures.trials());
        row(out, "runs", "%d", figures.runs());
        row(out, "epochs", "%d", figures.epochs());
        row(out, "wall time, first dispatch to last end", "%.1f s", figures.wallSeconds());
        row(out, "idle: not in an epoch, as executors timed them", "%.1f %%", 100 * figures.idleOfTraining());
        row(out, "  the same, by quarters of the epochs", "%s %%", percents(figures.idleOfQuarters()));
        row(out, "idle: no run on the slot, as the driver saw it", "%.1f %%", 100 * figures.idleOfRuns());
        row(out, "idle: epochs x nominal length", "%.1f %%", 100 * (1 - nominal / slots / figures.wallSeconds()));
        row(out, "an epoch as executors timed it, mean", "%.1f ms", 1000 * figures.epochSeconds());
        row(out, "slot without a run, median", "%.1f ms", figures.betweenRuns().median());
        row(out, "slot without a run, p99", "%.1f ms", figures.betweenRuns().p99());
        row(
                out,
                "training to next run's training, median",
                "%.1f ms",
                figures.betweenTraining().median());
        row(
                out,
                "training to next run's training, p99",
                "%.1f ms",
                figures.betweenTraining().p99());
        row(
                out,
                "database, as the scheduler waited, per epoch",
                "%.2f ms",
                1000 * shares.inJournal() * figures.wallSeconds() / figures.epochs());
        row(out, "database, as the server worked, per epoch", "%.2f ms", database.activeMillis() / figures.epochs());
        row(out, "transactions per epoch", "%.2f", (double) database.transactions() / figures.epochs());
        row(out, "scheduler's thread waiting for events", "%.1f %%", 100 * shares.waiting());
        row(out, "scheduler's thread in the database", "%.1f %%", 100 * shares.inJournal());
        row(out, "driver heap at 25, 50, 75, 100 % of trials", "%s MiB", heap.mebibytes());
    }

    private static void row(PrintStream out, String what, String format, Object value) {
        out.printf("  %-50s %12s%n", what, format.formatted(value));
    }

    private static String percents(List<Double> shares) {
        return shares.stream().map(share -> "%.1f".formatted(100 * share)).collect(Collectors.joining(", "));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
