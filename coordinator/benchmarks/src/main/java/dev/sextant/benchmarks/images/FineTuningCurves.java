package dev.sextant.benchmarks.images;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.ImageClassifierFactory;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code fine-tuning-curves}: trains random configurations on frozen and fine-tuned networks and writes their
 * learning curves, one row per epoch.
 */
@Command(
        name = "fine-tuning-curves",
        description = "Records learning curves of random image classifiers, frozen and fine-tuned, as CSV.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class FineTuningCurves implements Callable<Integer> {
    private final ImageClassifierFactory factory = new ImageClassifierFactory();

    @Option(names = "--data", required = true, description = "images, as in the setting data of a study")
    private Path data;

    @Option(names = "--networks", required = true, split = ",", description = "zips with cards beside them")
    private List<Path> networks;

    @Option(names = "--blocks", split = ",", description = "values of retrain_from")
    private List<String> blocks = List.of("stage3", "stage2", "all");

    @Option(names = "--sizes", split = ",", description = "values of image_size")
    private List<Long> sizes = List.of(96L, 128L);

    @Option(names = "--configurations", description = "number of configurations")
    private int configurations = 60;

    @Option(names = "--from", description = "first configuration, from 1")
    private int from = 1;

    @Option(names = "--fine-tuned", description = "share of configurations that are fine-tuned")
    private double fineTuned = 0.7;

    @Option(names = "--folds", description = "number of folds that the images are split into, of which one validates")
    private int folds = 5;

    @Option(names = "--trained-folds", description = "number of folds that validate in turn")
    private int trainedFolds = 3;

    @Option(names = "--rungs", split = ",", description = "epochs at which a search would compare trials")
    private List<Integer> rungs = List.of(1, 2, 4, 8, 16);

    @Option(names = "--set", description = "settings of all configurations, such as schedule_span=trial")
    private Map<String, String> fixed = Map.of();

    @Option(names = "--threads", description = "threads of a training")
    private int threads = 1;

    @Option(names = "--seed", description = "seed of the configurations")
    private long seed = 1;

    @Option(names = "--to", required = true, description = "CSV file to write")
    private Path to;

    @Option(names = "--cache", required = true, description = "folder for features")
    private Path cache;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FineTuningCurves()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path work = Files.createTempDirectory("sextant-curves");
        try (PrintStream out = new PrintStream(Files.newOutputStream(to), true, StandardCharsets.UTF_8)) {
            out.println("configuration,fold,epoch,accuracy,loss,train_loss,seconds,settings");
            for (int number = from; number <= configurations; number++) {
                for (int fold = 1; fold <= trainedFolds; fold++) {
                    record(number, fold, work, out);
                }
            }
        } finally {
            FileTree.delete(work);
        }
        return 0;
    }

    private void record(int number, int fold, Path work, PrintStream out) throws Exception {
        Map<String, Object> given = configuration(number);
        String text = given.toString().replace(',', ';');
        given.put("data", data.toAbsolutePath().toString());
        given.put("folds", (long) folds);
        given.put("fold", (long) fold);
        Settings settings = Settings.withDefaults(factory.settings(), given);
        int top = rungs.get(rungs.size() - 1);
        TrialContext context = BenchmarkTrial.context(
                number, 1000L * number + fold, settings, rungs, threads, work, Files.createDirectories(cache));
        try (Trainer trainer = factory.create(context)) {
            for (int epoch = 1; epoch <= top; epoch++) {
                long begin = System.nanoTime();
                Map<String, Double> metrics = trainer.train(epoch);
                out.printf(
                        Locale.ROOT,
                        "%d,%d,%d,%.6f,%.6f,%.6f,%.3f,%s%n",
                        number,
                        fold,
                        epoch,
                        metrics.get("accuracy"),
                        metrics.get("loss"),
                        metrics.get("train_loss"),
                        (System.nanoTime() - begin) / 1e9,
                        text);
            }
        } catch (TrainingFailure failure) {
            out.printf(Locale.ROOT, "%d,%d,0,,,,,%s%n", number, fold, failure.kind());
        }
    }

    /** Draws a configuration: a function of its number and the seed alone. */
    private Map<String, Object> configuration(int number) {
        SplittableRandom random = new SplittableRandom(1_000_003 * seed + number);
        Map<String, Object> values = new TreeMap<>();
        boolean tunes = random.nextDouble() < fineTuned;
        values.put("backbone", one(networks, random).toAbsolutePath().toString());
        values.put("image_size", one(sizes, random));
        values.put("learning_rate", logarithmic(1e-3, 0.1, random));
        values.put("weight_decay", logarithmic(1e-3, 0.3, random));
        values.put("layers", (long) random.nextInt(2));
        values.put("hidden_size", one(List.of(128L, 256L, 512L), random));
        values.put("dropout", random.nextDouble(0, 0.5));
        values.put("label_smoothing", random.nextDouble(0, 0.2));
        values.put("batch_size", one(List.of(16L, 32L), random));
        String block = one(blocks, random);
        double rate = logarithmic(0.003, 0.3, random);
        long headEpochs = one(List.of(1L, 3L, 10L, 30L), random);
        double decay = random.nextDouble(0.3, 1);
        String augmentation = one(List.of("none", "light"), random);
        values.put("fine_tuning", tunes);
        if (tunes) {
            values.put("retrain_from", block);
            values.put("fine_tuning_rate", rate);
            values.put("head_epochs", headEpochs);
            values.put("block_rate_decay", decay);
            values.put("augmentation", augmentation);
        }
        fixed.forEach((name, value) -> values.put(name, typed(value)));
        return values;
    }

    private static Object typed(String value) {
        if (value.matches("-?[0-9]+")) {
            return Long.valueOf(value);
        }
        if (value.matches("-?[0-9.]+(e-?[0-9]+)?")) {
            return Double.valueOf(value);
        }
        return value.equals("true") || value.equals("false") ? (Object) Boolean.valueOf(value) : value;
    }

    private static <T> T one(List<T> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    private static double logarithmic(double low, double high, SplittableRandom random) {
        return low * Math.pow(high / low, random.nextDouble());
    }
}
