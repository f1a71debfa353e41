package dev.sextant.worker.image;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trains trials without a study. */
public final class Trials {
    private static final ImageClassifierFactory FACTORY = new ImageClassifierFactory();

    private Trials() {}

    public static Settings settings(Path data, Map<String, ?> given) {
        TreeMap<String, Object> all = new TreeMap<>(given);
        all.put("data", data.toString());
        return Settings.withDefaults(FACTORY.settings(), all);
    }

    public static Trainer create(Path work, Settings settings, long seed) throws TrainingFailure, IOException {
        return create(work, settings, seed, "cpu");
    }

    public static Trainer create(Path work, Settings settings, long seed, String device)
            throws TrainingFailure, IOException {
        return create(work, settings, seed, device, 8);
    }

    public static Trainer create(Path work, Settings settings, long seed, String device, int maxEpochs)
            throws TrainingFailure, IOException {
        return FACTORY.create(context(work, settings, seed, device, List.of(maxEpochs), FACTORY.revision()));
    }

    /** Creates the trainer of a trial in a study of a revision of the trainer. */
    public static Trainer create(Path work, Settings settings, long seed, List<Integer> rungs, int revision)
            throws TrainingFailure, IOException {
        return FACTORY.create(context(work, settings, seed, "cpu", rungs, revision));
    }

    /** Returns the context of a first run. */
    public static TrialContext context(
            Path work, Settings settings, long seed, String device, List<Integer> rungs, int revision)
            throws IOException {
        Path folder = Files.createDirectories(work.resolve("run"));
        Path cache = Files.createDirectories(work.resolve("cache"));
        int top = rungs.get(rungs.size() - 1);
        return new TrialContext(
                "drawn", 1, seed, settings, "accuracy", 0, top, top, device, 1, folder, cache, rungs, revision);
    }

    /** Trains epochs {@code from + 1} to {@code to} and returns their metrics. */
    public static List<Map<String, Double>> train(Trainer trainer, int from, int to)
            throws TrainingFailure, InterruptedException {
        List<Map<String, Double>> metrics = new ArrayList<>();
        for (int epoch = from + 1; epoch <= to; epoch++) {
            metrics.add(trainer.train(epoch));
        }
        return metrics;
    }
}
