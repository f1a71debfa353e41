package dev.sextant.benchmarks;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.dashboard.DashboardServer;
import dev.sextant.coordinator.dashboard.StudyPage;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code dashboard-benchmark}: times the dashboard's answers about a large database. */
@Command(
        name = "dashboard-benchmark",
        description = "Fills a database with studies and times the answers of the dashboard.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class DashboardBenchmark implements Callable<Integer> {
    private static final String LARGE = "large";
    private static final int REPEATS = 7;
    private static final int TRIALS_IN_TRANSACTION = 20;

    @Option(names = "--studies", description = "number of studies; all but one have ten trials")
    private int studies = 100;

    @Option(names = "--trials", description = "trials of the large study")
    private int trials = 10_000;

    @Option(names = "--epochs", description = "epochs of each trial")
    private int epochs = 50;

    @Option(
            names = "--serve",
            description = "serve the pages at the end until Enter is pressed, to open them in a browser")
    private boolean serve;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DashboardBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("sextant-benchmark");
        try (EmbeddedServer server = EmbeddedServer.open(folder.resolve("postgres"));
                Database database = Database.open(server.address())) {
            long began = System.nanoTime();
            for (int study = 1; study < studies; study++) {
                write(database, "small-" + study, 10);
            }
            write(database, LARGE, trials);
            System.out.printf(
                    "%d studies, %d trials and %d measurements in the large one, written in %.0f s%n",
                    studies, trials, trials * epochs, (System.nanoTime() - began) / 1e9);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (DashboardServer dashboard =
                    new DashboardServer(database, address, Optional.empty(), OptionalDouble.empty(), false)) {
                measure("http://127.0.0.1:" + dashboard.port() + "/api/v1/", database);
                if (serve) {
                    System.out.println("http://127.0.0.1:" + dashboard.port() + "/");
                    System.in.read();
                }
            }
        } finally {
            FileTree.delete(folder);
        }
        return 0;
    }

    private void measure(String address, Database database) throws IOException, InterruptedException {
        System.out.printf("%-28s %10s %14s %12s%n", "answer", "first, ms", "median, ms", "kB, zipped");
        String study = "studies/" + LARGE;
        for (String path : List.of(
                "studies",
                "improvements",
                study,
                study + "/trials",
                study + "/trials?since=" + java.time.Instant.now().minusSeconds(5),
                study + "/metrics",
                study + "/curve_deciles?metric=accuracy",
                study + "/curves?trials=1,2,3,4,5",
                study + "/decisions?limit=200",
                study + "/runs",
                study + "/rungs",
                study + "/importance",
                study + "/expected")) {
            time(address, path);
        }
        long began = System.nanoTime();
        int bytes = new StudyPage(database, LARGE, OptionalDouble.empty())
                .html("benchmark")
                .getBytes(StandardCharsets.UTF_8)
                .length;
        System.out.printf("report: %.1f s, %.1f MB%n", (System.nanoTime() - began) / 1e9, bytes / 1e6);
    }

    private static void time(String address, String path) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Accept-Encoding", "gzip")
                .build();
        double[] millis = new double[1 + REPEATS];
        int bytes = 0;
        for (int i = 0; i < millis.length; i++) {
            long began = System.nanoTime();
            bytes = client.send(request, BodyHandlers.ofByteArray()).body().length;
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        double[] later = Arrays.copyOfRange(millis, 1, millis.length);
        Arrays.sort(later);
        System.out.printf(
                "%-28s %10.0f %14.0f %12.0f%n",
                path.replaceFirst("since=.*", "since=...").replaceFirst("studies/" + LARGE, "../" + LARGE),
                millis[0],
                later[REPEATS / 2],
                bytes / 1e3);
    }

    private StudySpec spec(String name) {
        return new StudySpec(
                name,
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                new TrainerSpec("curve-table", new TreeMap<>(Map.of("table", "/data/curves.csv"))),
                new SearchSpace(List.of(
                        new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                        new ContinuousParameter("dropout", 0, 0.9, Scale.LINEAR, Optional.empty()),
                        new ContinuousParameter("weight_decay", 1e-6, 1, Scale.LOG, Optional.empty()))),
                new Fidelity(1, epochs, 3),
                new SearchSettings("asha", 7),
                new Budget(
                        OptionalInt.of(2 * trials),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalDouble.empty()),
                List.of(),
                new ClusterSettings(4, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
    }

    private void write(Database database, String name, int number) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        try (StudyJournal journal =
                database.studies().lock(database.studies().createIfAbsent(spec(name)), "benchmark")) {
            for (int from = 1; from <= number; from += TRIALS_IN_TRANSACTION) {
                int first = from;
                int last = Math.min(number, from + TRIALS_IN_TRANSACTION - 1);
                journal.useTransaction(transaction -> {
                    for (int trial = first; trial <= last; trial++) {
                        RunKey key = transaction.startTrial(
                                trial,
                                Configuration.of(Map.of(
                                        "learning_rate", Math.pow(10, -5 + 4 * random.nextDouble()),
                                        "dropout", 0.9 * random.nextDouble(),
                                        "weight_decay", Math.pow(10, -6 + 6 * random.nextDouble()))),
                                trial,
                                epochs,
                                trial % 4,
                                new Decision(DecisionKind.START, "asha", "point " + trial, Map.of("position", trial)));
                        transaction.runStarted(new RunReport.Started(key, "node-1", "1", "cpu", ""));
                        transaction.record(epochs(key, random.nextDouble()));
                        RunEnd end = new RunEnd(
                                key,
                                RunState.REACHED,
                                TrialState.COMPLETED,
                                Optional.empty(),
                                List.of(),
                                "",
                                new Decision(DecisionKind.END, "scheduler", "reached the top rung", Map.of()));
                        transaction.endRun(end, Duration.ofSeconds(epochs));
                    }
                });
            }
        }
    }

    private List<RunReport.EpochDone> epochs(RunKey key, double limit) {
        List<RunReport.EpochDone> reports = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            reports.add(new RunReport.EpochDone(
                    key,
                    epoch,
                    new TreeMap<>(Map.of("accuracy", limit * (1 - Math.exp(-epoch / 10.0)))),
                    1,
                    List.of()));
        }
        return reports;
    }
}
