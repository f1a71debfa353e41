package dev.sextant.benchmarks.images;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.ImageClassifierFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Trains heads on the kept features of a frozen network, one trial after the other, and prints what each took. */
final class HeadRates {
    private final Map<String, Object> given;
    private final int epochs;

    /** @param epochs of each trial */
    HeadRates(Path data, String backbone, int size, int epochs) {
        given = Map.of("data", data.toString(), "backbone", backbone, "image_size", (long) size);
        this.epochs = epochs;
    }

    /** Of seeds from 1 on; features are computed for the first and kept in a temporary folder. */
    void print(int seeds) throws Exception {
        ImageClassifierFactory factory = new ImageClassifierFactory();
        Settings settings = Settings.withDefaults(factory.settings(), given);
        Path work = Files.createTempDirectory("head-rates");
        double sum = 0;
        double squares = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            TrialContext context =
                    new TrialContext("head", seed, seed, settings, "accuracy", 0, epochs, epochs, "cpu", 1, work, work);
            double accuracy = 0;
            try (Trainer trainer = factory.create(context)) {
                long begin = System.nanoTime();
                for (int epoch = 1; epoch <= epochs; epoch++) {
                    accuracy = trainer.train(epoch).get("accuracy");
                }
                long trained = System.nanoTime();
                trainer.save(work.resolve("model.zip"));
                System.out.printf(
                        Locale.ROOT,
                        "seed %d: accuracy %.4f, %.3f s, saved in %.3f s%n",
                        seed,
                        accuracy,
                        (trained - begin) / 1e9,
                        (System.nanoTime() - trained) / 1e9);
            }
            sum += accuracy;
            squares += accuracy * accuracy;
        }
        double mean = sum / seeds;
        double deviation = seeds > 1 ? Math.sqrt(Math.max(0, squares - seeds * mean * mean) / (seeds - 1)) : 0;
        System.out.printf(Locale.ROOT, "mean accuracy %.4f, deviation %.4f%n", mean, deviation);
    }
}
