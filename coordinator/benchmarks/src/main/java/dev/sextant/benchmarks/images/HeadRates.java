package dev.sextant.benchmarks.images;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.ImageClassifierFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the training of a head on cached features of a frozen backbone with fine-tuning of the whole network: prints the
 * seconds per epoch of both and their ratio.
 */
final class HeadRates {
    private static final int NETWORK_EPOCHS = 2;

    private final ImageClassifierFactory factory = new ImageClassifierFactory();
    private final Map<String, Object> given;
    private final int epochs;

    /** @param epochs number of epochs of each head */
    HeadRates(Path data, String backbone, int size, int epochs) {
        given = Map.of("data", data.toString(), "backbone", backbone, "image_size", (long) size);
        this.epochs = epochs;
    }

    /**
     * Measures and prints.
     *
     * @param seeds number of heads; their seeds are 1, 2, and so on. The features are computed for the first one
     */
    void print(int seeds) throws Exception {
        Path work = Files.createTempDirectory("head-rates");
        try {
            double head = printHeads(seeds, work);
            double network = secondsThroughNetwork(work);
            System.out.printf(
                    Locale.ROOT,
                    "seconds per epoch: %.4f on cached features, %.2f with the whole network fine-tuned; ratio %.0f%n",
                    head,
                    network,
                    network / head);
        } finally {
            FileTree.delete(work);
        }
    }

    /** @return seconds per epoch of the last head, validation included */
    private double printHeads(int seeds, Path work) throws Exception {
        Settings settings = Settings.withDefaults(factory.settings(), given);
        double sum = 0;
        double squares = 0;
        double perEpoch = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            double accuracy = 0;
            try (Trainer trainer = factory.create(context(seed, settings, epochs, work))) {
                long begin = System.nanoTime();
                for (int epoch = 1; epoch <= epochs; epoch++) {
                    accuracy = trainer.train(epoch).get("accuracy");
                }
                long trained = System.nanoTime();
                perEpoch = (trained - begin) / 1e9 / epochs;
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
        return perEpoch;
    }

    /** @return seconds per epoch of fine-tuning, validation included, after a first epoch to warm up */
    private double secondsThroughNetwork(Path work) throws Exception {
        Map<String, Object> whole = new HashMap<>(given);
        whole.putAll(Map.of("fine_tuning", true, "head_epochs", 0L));
        Settings settings = Settings.withDefaults(factory.settings(), whole);
        try (Trainer trainer = factory.create(context(1, settings, NETWORK_EPOCHS, work))) {
            trainer.train(1);
            long begin = System.nanoTime();
            trainer.train(NETWORK_EPOCHS);
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static TrialContext context(int seed, Settings settings, int epochs, Path work) {
        return BenchmarkTrial.context(seed, seed, settings, List.of(epochs), 1, work, work);
    }
}
