package dev.sextant.benchmarks.search;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares what studies predict of their trials with what the trials come to: the command. */
@Command(
        name = "prediction-benchmark",
        description = "How near trials come to what is predicted of them, and how often they lie inside the band.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class PredictionBenchmark implements Callable<Integer> {
    private static final int USAGE = 2;

    @Option(names = "--lcbench", paramLabel = "DIR", description = "folder of the LCBench surrogate's files")
    private Path lcbench;

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "IDS",
            description = "LCBench tasks; without it those that the folder's reference.csv names")
    private List<String> tasks = new ArrayList<>();

    @Option(names = "--taskset", split = ",", paramLabel = "FILES", description = "TaskSet tables, or folders of them")
    private List<Path> taskset = new ArrayList<>();

    @Option(
            names = "--curves",
            split = ",",
            paramLabel = "FILES",
            description = "study files of the trainer curve-table, whose recorded curves are replayed")
    private List<Path> curves = new ArrayList<>();

    @Option(names = "--algorithm", paramLabel = "NAME", description = "whose studies")
    private String algorithm = "auto";

    @Option(names = "--slots", paramLabel = "W", description = "runs that go on at once")
    private int slots = 1;

    @Option(names = "--seeds", description = "studies of each task and number of epochs")
    private int seeds = 3;

    @Option(names = "--epochs", split = ",", paramLabel = "N", description = "after which studies predict")
    private List<Long> epochs = List.of(150L, 300L, 1000L);

    @Option(names = "--min-epochs", description = "epochs of the lowest rung")
    private int minEpochs = 2;

    @Option(names = "--reduction", description = "one in so many trials of a rung goes on")
    private int reduction = 3;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "every predicted trial", required = true)
    private Path out;

    @Option(
            names = "--report",
            paramLabel = "FILE.md",
            description = "write the tables there too: between its marks where it has them, else as the whole file")
    private Path report;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PredictionBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, OrtException {
        try {
            check();
            Contender contender = Contender.of(algorithm);
            List<BenchmarkTask> all = new ArrayList<>(TasksetFiles.tasks(taskset, true));
            for (Path study : curves) {
                all.add(RecordedCurvesTask.read(study));
            }
            if (lcbench == null) {
                measure(contender, all);
            } else {
                try (LcbenchFolder folder = LcbenchFolder.open(lcbench)) {
                    all.addAll(lcbenchTasks(folder));
                    measure(contender, all);
                }
            }
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return USAGE;
        }
    }

    private void check() {
        require(seeds >= 1, "--seeds (" + seeds + ") must be at least 1");
        require(slots >= 1, "--slots (" + slots + ") must be at least 1");
        require(minEpochs >= 1, "--min-epochs (" + minEpochs + ") must be at least 1");
        require(reduction >= 2, "--reduction (" + reduction + ") must be at least 2");
        epochs.forEach(count -> require(count >= 1, "--epochs (" + count + ") must be at least 1"));
        require(tasks.isEmpty() || lcbench != null, "--tasks are of LCBench: say where it is by --lcbench");
        require(
                lcbench != null || !taskset.isEmpty() || !curves.isEmpty(),
                "nothing to predict: give --lcbench, --taskset or --curves");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private List<BenchmarkTask> lcbenchTasks(LcbenchFolder folder) throws IOException {
        List<String> ids = tasks.isEmpty() ? folder.referenced() : tasks;
        require(!ids.isEmpty(), "--tasks: " + lcbench + " has no reference.csv that would name some");
        ids.forEach(folder::check);
        SampledReferences sampled = new SampledReferences(out.resolveSibling(out.getFileName() + ".references.csv"));
        List<BenchmarkTask> found = new ArrayList<>();
        for (String id : ids) {
            found.add(folder.task(id, sampled));
        }
        return found;
    }

    private void measure(Contender contender, List<BenchmarkTask> all) throws IOException {
        List<PredictedStudy> studies = new ArrayList<>();
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(out))) {
            file.println("suite,task,seed,epochs,at_top,unit,now,mean_gain,expected,low,high,end");
            for (BenchmarkTask task : all) {
                for (long budget : epochs) {
                    for (int seed = 0; seed < seeds; seed++) {
                        StudyRun.Protocol protocol =
                                new StudyRun.Protocol(minEpochs, reduction, budget, OptionalDouble.empty());
                        PredictedStudy study = PredictedStudy.of(contender, task, protocol, slots, seed);
                        studies.add(study);
                        write(file, study);
                    }
                }
                System.err.println(task.suite() + " " + task.name());
            }
        }
        String tables = PredictionTables.markdown(studies);
        System.out.print(tables);
        if (report != null) {
            ReportPage.write(report, tables);
        }
    }

    private static void write(PrintWriter file, PredictedStudy study) {
        for (PredictedTrial trial : study.trials()) {
            file.println(String.join(
                    ",",
                    study.suite(),
                    study.task(),
                    Integer.toString(study.seed()),
                    Long.toString(study.epochs()),
                    Integer.toString(study.atTop()),
                    Double.toString(study.unit()),
                    Double.toString(trial.now()),
                    Double.toString(trial.meanGain()),
                    Double.toString(trial.expected().value()),
                    Double.toString(trial.expected().low()),
                    Double.toString(trial.expected().high()),
                    Double.toString(trial.end())));
        }
    }
}
