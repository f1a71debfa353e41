package dev.sextant.coordinator.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A small study on recorded learning curves, quick enough to be killed many times. */
final class FaultStudy {
    static final int EPOCHS = 9;

    private FaultStudy() {}

    /** Writes a study file and, in the same folder, its curves. Returns the study file. */
    static Path write(Path folder, String name, int slots, int trials, double epochSeconds) throws IOException {
        return write(folder, name, "asha", slots, trials, epochSeconds);
    }

    /** Writes a study of another algorithm. With {@code random} each trial is one long run. */
    static Path write(Path folder, String name, String algorithm, int slots, int trials, double epochSeconds)
            throws IOException {
        Files.createDirectories(folder);
        Path curves = folder.resolve("curves.csv");
        if (!Files.exists(curves)) {
            Files.writeString(curves, curves());
        }
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
                file,
                """
                study: %s
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: curve-table, table: curves.csv, epoch_seconds: %s}
                parameters:
                  learning_rate: {type: continuous, low: 1.0e-4, high: 0.1, scale: log}
                  dropout: {type: continuous, low: 0.0, high: 0.6}
                fidelity: {max_epochs: %d}
                search: {algorithm: %s, seed: 7}
                budget: {trials: %d}
                cluster: {slots: %d, memory_per_trial: 1g, checkpoint_every: 1s}
                """
                        .formatted(name, epochSeconds, EPOCHS, algorithm, trials, slots));
        return file;
    }

    /** Returns 60 made-up curves that rise towards limits of their own; half of them fall again. No value occurs twice. */
    private static String curves() {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("learning_rate,dropout");
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            csv.append(',').append(epoch);
        }
        for (int row = 0; row < 60; row++) {
            double limit = 0.4 + 0.5 * random.nextDouble();
            csv.append(String.format(
                    Locale.ROOT, "%n%.8f,%.6f", Math.pow(10, -4 + 3 * random.nextDouble()), 0.6 * random.nextDouble()));
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                csv.append(String.format(
                        Locale.ROOT,
                        ",%.9f",
                        limit * (1 - Math.exp(-0.4 * epoch))
                                - row % 2 * 0.04 * Math.max(0, epoch - 2)
                                + 0.01 * random.nextDouble()));
            }
        }
        return csv.append('\n').toString();
    }
}
