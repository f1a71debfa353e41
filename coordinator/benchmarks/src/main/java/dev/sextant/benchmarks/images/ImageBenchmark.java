package dev.sextant.benchmarks.images;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code image-benchmark}: measures how many images per second each stage before the network processes. */
@Command(
        name = "image-benchmark",
        description = "Measures how many images per second are decoded, augmented and passed to the network.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class ImageBenchmark implements Callable<Integer> {
    private static final List<String> POLICIES = List.of("light", "product-photo");

    @Option(names = "--data", required = true, description = "folder of images, as in the setting data of a study")
    private Path data;

    @Option(names = "--size", description = "side of the images in pixels")
    private int size = 128;

    @Option(names = "--threads", description = "number of threads for the last column")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--seconds", description = "seconds per measurement, after as many to warm up")
    private double seconds = 3;

    @Option(names = "--step", description = "images per second of a training step, for comparison; 0: none")
    private double step;

    @Option(names = "--head", description = "train heads on the features of this backbone instead")
    private String backbone;

    @Option(
            names = "--rates",
            description = "compare the learning rates that lr-find suggests on this backbone with trained ones instead")
    private String ratesBackbone;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "setting of the trainer, with --rates; can be repeated")
    private Map<String, String> settings = new TreeMap<>();

    @Option(names = "--epochs", description = "epochs of each head, or of each training with --rates")
    private int epochs = 9;

    @Option(names = "--seeds", description = "number of heads or of trainings per rate, one after the other")
    private int seeds = 10;

    private final List<Row> rows = new ArrayList<>();

    private record Row(String stage, StageRates.Rate one, double all) {}

    /** Measures a stage. */
    private interface Stage {
        StageRates.Rate measure(int threads, double seconds) throws Exception;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ImageBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (backbone != null) {
            new HeadRates(data, backbone, size, epochs).print(seeds);
            return 0;
        }
        if (ratesBackbone != null) {
            return checkSuggestedRates();
        }
        StageRates rates = StageRates.of(data, size);
        System.out.printf(
                Locale.ROOT,
                "%s: %d images, %.0f kB and %.0f thousand pixels each on average, to %d pixels; %d processors, load"
                        + " %.1f%n",
                data,
                rates.images(),
                rates.meanBytes() / 1000,
                rates.meanPixels() / 1000,
                size,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        measure("decode", rates::decode);
        for (String policy : POLICIES) {
            measure("augment: " + policy, (workers, time) -> rates.augment(policy, workers, time));
            measure("decode + augment: " + policy, (workers, time) -> rates.decodeAndAugment(policy, workers, time));
        }
        for (String policy : POLICIES) {
            measure("batches of 32 to ND4J: " + policy, (workers, time) -> rates.batches(policy, workers, time));
        }
        print();
        return 0;
    }

    /** Returns 1 if the suggestions are wrong. Says that it checked nothing where there are no images. */
    private int checkSuggestedRates() throws Exception {
        if (!Files.exists(data)) {
            System.out.println("SKIPPED: " + data + " does not exist, nothing was checked; give a folder of images");
            return 0;
        }
        Map<String, Object> typed = new TreeMap<>();
        settings.forEach((name, value) -> {
            Object parsed = new Yaml().load(value);
            typed.put(name, parsed instanceof Integer whole ? Long.valueOf(whole) : parsed);
        });
        typed.put("image_size", (long) size);
        return new SuggestedRates(data, ratesBackbone, typed, epochs).areRight(seeds) ? 0 : 1;
    }

    private void measure(String stage, Stage measured) throws Exception {
        measured.measure(1, seconds);
        StageRates.Rate one = measured.measure(1, seconds);
        double all = threads == 1
                ? one.perSecond()
                : measured.measure(threads, seconds).perSecond();
        rows.add(new Row(stage, one, all));
    }

    private void print() {
        System.out.printf(
                "| images/s | 1 thread | %d threads | per second of processor time | kB allocated per image |%s%n",
                threads, step > 0 ? " of the step |" : "");
        System.out.printf("| --- | ---: | ---: | ---: | ---: |%s%n", step > 0 ? " ---: |" : "");
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f | %.1f |%s%n",
                    row.stage(),
                    row.one().perSecond(),
                    row.all(),
                    row.one().perCpuSecond(),
                    row.one().bytesAllocated() / 1000,
                    step > 0 ? String.format(Locale.ROOT, " %.1f x |", row.all() / step) : "");
        }
    }
}
