package dev.sextant.benchmarks.search;

import static dev.sextant.benchmarks.search.StudyOptions.require;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code prediction-benchmark}: compares predicted with actual final values of trials. */
@Command(
        name = "prediction-benchmark",
        description = "Compares predicted with actual final values of trials.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class PredictionBenchmark implements Callable<Integer> {
    private static final int USAGE = 2;

    @Mixin
    private TaskOptions tasks = new TaskOptions();

    @Mixin
    private StudyOptions studies = new StudyOptions();

    @Option(names = "--algorithm", paramLabel = "NAME", description = "search algorithm of the studies")
    private String algorithm = "auto";

    @Option(names = "--slots", paramLabel = "W", description = "number of parallel runs")
    private int slots = 1;

    @Option(names = "--seeds", description = "studies per task and number of epochs")
    private int seeds = 3;

    @Option(
            names = "--epochs",
            split = ",",
            paramLabel = "N",
            description = "numbers of epochs after which studies predict")
    private List<Long> epochs = List.of(150L, 300L, 1000L);

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PredictionBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, OrtException {
        try {
            check();
            Contender contender = Contender.of(algorithm);
            tasks.use(true, studies.out(), 1, all -> measure(contender, all));
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return USAGE;
        }
    }

    private void check() {
        studies.check();
        require(seeds >= 1, "--seeds (" + seeds + ") must be at least 1");
        require(slots >= 1, "--slots (" + slots + ") must be at least 1");
        epochs.forEach(count -> require(count >= 1, "--epochs (" + count + ") must be at least 1"));
        require(!tasks.areEmpty(), "no tasks: give --lcbench, --taskset or --curves");
    }

    private void measure(Contender contender, List<BenchmarkTask> all) throws IOException {
        List<PredictedStudy> predicted = new ArrayList<>();
        try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(studies.out()))) {
            file.println("suite,task,seed,epochs,at_top,unit,now,mean_gain,expected,low,high,end");
            for (BenchmarkTask task : all) {
                for (long budget : epochs) {
                    for (int seed = 0; seed < seeds; seed++) {
                        StudyRun.Protocol protocol = studies.protocol(budget, OptionalDouble.empty());
                        PredictedStudy study = PredictedStudy.of(contender, task, protocol, slots, seed);
                        predicted.add(study);
                        write(file, study);
                    }
                }
                System.err.println(task.suite() + " " + task.name());
            }
        }
        studies.publish(PredictionTables.markdown(predicted));
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
