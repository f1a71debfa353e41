package dev.sextant.benchmarks;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;

/** A study whose trials replay synthetic learning curves and sleep in each epoch. */
record SleepingStudy(int trials, int slots, int epochMillis, int maxEpochs, String algorithm) {
    private static final int CURVES = 64;

    /** Writes the curves to a folder and parses the study file as the program does. */
    StudySpec writtenTo(Path folder) throws IOException {
        Files.writeString(folder.resolve("curves.csv"), curves());
        String text = String.format(
                Locale.ROOT,
                """
                study: scheduler-benchmark
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: curve-table, table: curves.csv, epoch_seconds: %.3f}
                parameters:
                  x: {type: continuous, low: 0.0, high: 1.0}
                fidelity: {max_epochs: %d}
                search: {algorithm: %s, seed: 1}
                budget: {trials: %d}
                cluster: {slots: %d, memory_per_trial: 1g}
                """,
                epochMillis / 1000.0,
                maxEpochs,
                algorithm,
                trials,
                slots);
        StudyFile.Outcome outcome =
                StudyFile.read(text, folder.resolve("study.yaml"), Trainers.installed(), SearchAlgorithms.all());
        if (outcome instanceof StudyFile.Outcome.Valid valid) {
            return valid.spec();
        }
        throw new IllegalArgumentException(outcome.toString());
    }

    /** Saturating curves; the best is at x = 0.5. */
    private String curves() {
        StringJoiner header = new StringJoiner(",").add("x");
        for (int epoch = 1; epoch <= maxEpochs; epoch++) {
            header.add(String.valueOf(epoch));
        }
        StringBuilder table = new StringBuilder().append(header).append('\n');
        for (int curve = 0; curve < CURVES; curve++) {
            double x = (double) curve / (CURVES - 1);
            double best = 0.9 - (x - 0.5) * (x - 0.5);
            StringJoiner row = new StringJoiner(",").add(String.format(Locale.ROOT, "%.4f", x));
            for (int epoch = 1; epoch <= maxEpochs; epoch++) {
                row.add(String.format(Locale.ROOT, "%.5f", best * (1 - Math.exp(-0.5 * epoch))));
            }
            table.append(row).append('\n');
        }
        return table.toString();
    }
}
