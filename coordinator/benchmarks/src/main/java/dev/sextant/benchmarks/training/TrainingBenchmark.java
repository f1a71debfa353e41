package dev.sextant.benchmarks.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures training and inference of a pretrained network on random images: with and without oneDNN, with and without caching
 * the results of the forward pass, in processes that return freed memory to the system or keep it. Prints images per second
 * and ratios.
 *
 * <p>Arguments: {@code --backbone ZIP --size PIXELS --batch IMAGES --steps STEPS --rounds ROUNDS}. {@code --only onednn} skips
 * the variants without oneDNN, which take minutes.
 */
public final class TrainingBenchmark {
    /** Environment variables that a sweep sets for executors. */
    private static final Map<String, String> KEEPS_MEMORY =
            Map.of("MALLOC_MMAP_MAX_", "0", "MALLOC_TRIM_THRESHOLD_", "17179869184", "MALLOC_ARENA_MAX", "1");

    private TrainingBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> options = options(arguments);
        int rounds = Integer.parseInt(options.getOrDefault("rounds", "3"));
        Map<String, List<Double>> rates = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            // The variants take turns, so that other load on the machine affects all variants.
            collect(rates, "", measured(arguments, Map.of()));
            collect(rates, ", memory kept", measured(arguments, KEEPS_MEMORY));
        }
        print(options, rates);
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new TreeMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        if (!options.containsKey("backbone")) {
            throw new IllegalArgumentException(
                    "Missing --backbone ZIP: a Deeplearning4j ComputationGraph whose output is one feature vector per"
                            + " image");
        }
        return options;
    }

    private static void collect(Map<String, List<Double>> rates, String suffix, List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(Rates.MARK)) {
                String[] parts = line.substring(Rates.MARK.length()).split("=", 2);
                rates.computeIfAbsent(parts[0] + suffix, any -> new ArrayList<>())
                        .add(Double.valueOf(parts[1]));
            }
        }
    }

    /** The output lines of a measuring process. */
    private static List<String> measured(String[] arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dorg.bytedeco.javacpp.platform.extension="
                        + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Rates.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        KEEPS_MEMORY.keySet().forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("A measuring process failed:\n" + output);
        }
        return output.lines().toList();
    }

    private static void print(Map<String, String> options, Map<String, List<Double>> rates) {
        System.out.printf(
                Locale.ROOT,
                "%s; medians of %d rounds%n",
                options,
                rates.values().iterator().next().size());
        for (String kind : List.of("forward", "train")) {
            double base = median(rates.get(kind + " onednn"));
            System.out.printf(Locale.ROOT, "%n%-40s %10s %8s%n", kind, "images/s", "ratio");
            rates.forEach((name, values) -> {
                if (name.startsWith(kind + " ")) {
                    System.out.printf(
                            Locale.ROOT,
                            "%-40s %10.1f %8.2f%n",
                            name.substring(kind.length() + 1),
                            median(values),
                            median(values) / base);
                }
            });
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
