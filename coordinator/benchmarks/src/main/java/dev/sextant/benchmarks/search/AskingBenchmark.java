package dev.sextant.benchmarks.search;

import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code asking-benchmark}: measures the time of proposals in large studies and the memory of algorithms. */
@Command(
        name = "asking-benchmark",
        description = "Measures how long proposals take in large studies.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class AskingBenchmark implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEBIBYTE = 1 << 20;
    private static final int CONSECUTIVE = 100;

    @Option(names = "--algorithms", split = ",", description = "algorithms to measure")
    private List<String> algorithms = List.copyOf(SearchAlgorithms.names());

    @Option(names = "--trials", split = ",", description = "number of trials of the study at the first proposal")
    private List<Integer> trials = List.of(100, 1000, 10_000);

    @Option(names = "--running", description = "number of parallel runs")
    private int running = 100;

    @Option(names = "--asks", description = "number of measured proposals, after half as many to warm up")
    private int asks = 200;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AskingBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchmarkTask task = RobustnessSuites.tasks().get(0);
        MarkdownTable table = new MarkdownTable(
                List.of("algorithm", "trials", "first", "p50", "p99", "worst", CONSECUTIVE + " in a row", "memory"));
        for (String name : algorithms) {
            for (int count : trials) {
                table.row(row(name, task, count));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "Milliseconds of a proposal, %d slots; %s, load %.1f%n%n%s",
                running,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                table);
        return 0;
    }

    private List<String> row(String name, BenchmarkTask task, int count) throws InterruptedException {
        boolean halving = LargeStudy.halves(SearchAlgorithms.create(name), task);
        LargeStudy study = LargeStudy.of(task, count, running, halving);
        SearchAlgorithm algorithm = SearchAlgorithms.create(name);
        double first = ask(algorithm, study);
        double[] milliseconds = new double[asks];
        for (int i = -asks / 2; i < asks; i++) {
            study.endOne();
            double duration = ask(algorithm, study);
            if (i >= 0) {
                milliseconds[i] = duration;
            }
        }
        double consecutive = 0;
        for (int i = 0; i < CONSECUTIVE; i++) {
            consecutive += ask(algorithm, study);
        }
        Quantiles quantiles = Quantiles.of(milliseconds);
        return List.of(
                name,
                Integer.toString(count),
                number(first),
                number(quantiles.at(0.5)),
                number(quantiles.at(0.99)),
                number(quantiles.at(1)),
                number(consecutive),
                String.format(Locale.ROOT, "%.1f MiB", memory(name, study)));
    }

    /** The milliseconds of a proposal, which the study then follows. */
    private static double ask(SearchAlgorithm algorithm, LargeStudy study) {
        var view = study.view();
        long before = System.nanoTime();
        Proposal proposal = algorithm.propose(view);
        double milliseconds = (System.nanoTime() - before) / NANOS_PER_MILLI;
        study.follow(proposal, algorithm.name());
        return milliseconds;
    }

    /** MiB of heap that an instance holds after one proposal. */
    private static double memory(String name, LargeStudy study) throws InterruptedException {
        var view = study.view();
        SearchAlgorithm algorithm = SearchAlgorithms.create(name);
        double before = heapInUse();
        Proposal proposal = algorithm.propose(view);
        double after = heapInUse();
        // Uses both, so that neither is collected before.
        return proposal.reason().algorithm().equals(algorithm.name()) ? after - before : Double.NaN;
    }

    private static double heapInUse() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES_PER_MEBIBYTE;
    }

    private static String number(double milliseconds) {
        return String.format(Locale.ROOT, milliseconds < 10 ? "%.2f" : "%.0f", milliseconds);
    }
}
