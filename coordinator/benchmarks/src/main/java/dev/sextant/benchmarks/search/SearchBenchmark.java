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

/** Compares search algorithms by the epochs that they need: the command. */
@Command(
        name = "search-benchmark",
        description = "What search algorithms find, and for how many epochs.",
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
            description = "show the search the configurations that it proposed for TaskSet, not those of the rows that"
                    + " were replayed")
    private boolean keepProposed;

    @Option(names = "--robustness", description = "made-up tasks, each suite hard in one way")
    private boolean robustness;

    @Option(names = "--algorithms", split = ",", paramLabel = "NAMES", description = "who is to run")
    private List<String> algorithms = new ArrayList<>();

    @Option(
            names = "--baselines",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "run random search, random search with twice the budget, one epoch then the best, ASHA and"
                    + " Hyperband too")
    private boolean baselines;

    @Option(names = "--slots", split = ",", paramLabel = "W", description = "runs that go on at once")
    private List<Integer> slots = List.of(1);

    @Option(names = "--seeds", description = "runs of each algorithm on each task")
    private int seeds = 10;

    @Option(names = "--first-seed", description = "the number of the first of these runs")
    private int firstSeed;

    @Option(names = "--budget-epochs", description = "epochs that a run is charged at most")
    private long budgetEpochs = 1040;

    @Option(
            names = "--latency",
            paramLabel = "SECONDS",
            description = "add the seconds that proposals took, with so many seconds to an epoch; results then depend"
                    + " on the machine. Without it proposals take no time and runs are deterministic")
    private Double latency;

    @Option(names = "--threads", description = "runs at a time; 0 for as many as there are processors")
    private int threads;

    @Option(
            names = "--with",
            split = ",",
            paramLabel = "FILES",
            description = "results of earlier runs, or of other programs in the same form, to show in the same tables")
    private List<Path> with = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SearchBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, OrtException {
        try {
            checkNumbers();
            List<Contender> contenders = contenders();
            tasks.use(!keepProposed, studies.out(), atOnce(), replayed -> measure(contenders, replayed));
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
        require(
                !tasks.areEmpty() || robustness,
                "nothing to run on: give --lcbench, --taskset, --curves or --robustness");
    }

    private List<Contender> contenders() {
        Set<String> names = new LinkedHashSet<>(algorithms);
        if (baselines) {
            names.addAll(Contender.BASELINES);
        }
        return names.stream().map(Contender::of).toList();
    }

    private int atOnce() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    private void measure(List<Contender> contenders, List<BenchmarkTask> replayed)
            throws IOException, InterruptedException {
        List<BenchmarkTask> all = new ArrayList<>(replayed);
        if (robustness) {
            all.addAll(RobustnessSuites.tasks());
        }
        List<BenchmarkResult> results = new ArrayList<>();
        List<Integer> numbers =
                IntStream.range(firstSeed, firstSeed + seeds).boxed().toList();
        StudyRun.Protocol protocol =
                studies.protocol(budgetEpochs, latency == null ? OptionalDouble.empty() : OptionalDouble.of(latency));
        Consumer<String> progress = System.err::println;
        try (ResultFile file = ResultFile.create(studies.out());
                Runs runs = new Runs(atOnce(), protocol, progress)) {
            for (int count : slots) {
                for (Contender contender : contenders) {
                    runs.of(contender, all, count, numbers, run -> {
                        file.add(run);
                        results.add(run);
                    });
                }
            }
        }
        for (Path earlier : with) {
            results.addAll(ResultFile.read(earlier));
        }
        studies.publish(Report.of(results, all)
                .markdown(algorithms.isEmpty() ? Contender.BASELINES.get(0) : algorithms.get(0)));
    }
}
