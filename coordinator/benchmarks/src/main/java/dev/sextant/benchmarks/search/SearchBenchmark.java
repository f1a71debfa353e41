package dev.sextant.benchmarks.search;

import static dev.sextant.benchmarks.search.StudyOptions.require;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code search-benchmark}: compares search algorithms by the epochs they need. */
@Command(
        name = "search-benchmark",
        description = "Compares search algorithms by the epochs they need.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class SearchBenchmark implements Callable<Integer> {
    private static final int USAGE = 2;

    @Mixin
    private TaskOptions tasks = new TaskOptions();

    @Mixin
    private StudyOptions studies = new StudyOptions();

    @Option(
            names = "--keep-proposed",
            description = "tell the search its own proposals for TaskSet, not the configurations of the replayed rows")
    private boolean keepProposed;

    @Option(names = "--robustness", description = "add synthetic suites, each difficult in one way")
    private boolean robustness;

    @Option(names = "--algorithms", split = ",", paramLabel = "NAMES", description = "algorithms to run")
    private List<String> algorithms = new ArrayList<>();

    @Option(
            names = "--baselines",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "run the default baselines: random, random-2x, one-epoch, asha, hyperband")
    private boolean baselines;

    @Option(names = "--slots", split = ",", paramLabel = "W", description = "number of parallel runs")
    private List<Integer> slots = List.of(1);

    @Option(names = "--seeds", description = "studies per algorithm and task")
    private int seeds = 10;

    @Option(names = "--first-seed", description = "first seed")
    private int firstSeed;

    @Option(names = "--budget-epochs", description = "maximum epochs charged to a study")
    private long budgetEpochs = 1040;

    @Option(
            names = "--latency",
            paramLabel = "SECONDS",
            description = "add the measured time of proposals, at this many seconds per epoch; results then depend on"
                    + " the machine")
    private Double latency;

    @Option(names = "--threads", description = "studies in parallel; 0: number of processors")
    private int threads;

    @Option(
            names = "--with",
            split = ",",
            paramLabel = "FILES",
            description = "earlier results, or other programs' in the same format, to include in the tables")
    private List<Path> otherResults = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SearchBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, OrtException {
        try {
            checkNumbers();
            List<Contender> contenders = contenders();
            tasks.use(!keepProposed, studies.out(), parallelStudies(), replayed -> measure(contenders, replayed));
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return USAGE;
        }
    }

    private void checkNumbers() {
        studies.check();
        require(seeds >= 1, "--seeds (" + seeds + ") must be at least 1");
        require(firstSeed >= 0, "--first-seed (" + firstSeed + ") must not be negative");
        require(budgetEpochs >= 1, "--budget-epochs (" + budgetEpochs + ") must be at least 1");
        require(threads >= 0, "--threads (" + threads + ") must not be negative");
        require(latency == null || latency > 0, "--latency (" + latency + ") must be above 0");
        slots.forEach(count -> require(count >= 1, "--slots (" + count + ") must be at least 1"));
        require(!tasks.areEmpty() || robustness, "no tasks: give --lcbench, --taskset, --curves or --robustness");
    }

    private List<Contender> contenders() {
        Set<String> names = new LinkedHashSet<>(algorithms);
        if (baselines) {
            names.addAll(Contender.BASELINES);
        }
        return names.stream().map(Contender::of).toList();
    }

    private int parallelStudies() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    private void measure(List<Contender> contenders, List<BenchmarkTask> replayed)
            throws IOException, InterruptedException {
        List<BenchmarkTask> all = new ArrayList<>(replayed);
        if (robustness) {
            all.addAll(RobustnessSuites.tasks());
        }
        List<BenchmarkResult> results = new ArrayList<>();
        List<Integer> seedNumbers =
                IntStream.range(firstSeed, firstSeed + seeds).boxed().toList();
        StudyRun.Protocol protocol =
                studies.protocol(budgetEpochs, latency == null ? OptionalDouble.empty() : OptionalDouble.of(latency));
        Consumer<String> progress = System.err::println;
        try (ResultFile file = ResultFile.create(studies.out());
                Runs runs = new Runs(parallelStudies(), protocol, progress)) {
            for (int count : slots) {
                for (Contender contender : contenders) {
                    runs.run(contender, all, count, seedNumbers, run -> {
                        file.add(run);
                        results.add(run);
                    });
                }
            }
        }
        for (Path earlier : otherResults) {
            results.addAll(ResultFile.read(earlier));
        }
        studies.publish(Report.of(results, all)
                .markdown(algorithms.isEmpty() ? Contender.BASELINES.get(0) : algorithms.get(0)));
    }
}
