package dev.sextant.benchmarks.images;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.coordinator.model.LearningRateRange;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.train.RangeTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks the learning rates that {@code lr-find} suggests: the ranges of different seeds overlap, span at most two decades,
 * and contain the best rate of a grid of trained rates.
 */
final class SuggestedRates {
    private static final RangeTest.Rates TESTED = new RangeTest.Rates(1e-6, 10, 140);

    /** Exponents of ten of the grid. */
    private static final double LOWEST_POWER = -4;

    private static final double HIGHEST_POWER = 0;
    private static final double POWER_STEP = 0.5;

    private final ImageClassifierFactory factory = new ImageClassifierFactory();
    private final Map<String, Object> given;
    private final int epochs;

    /**
     * @param settings further settings of the trainer
     * @param epochs epochs of the trainings
     */
    SuggestedRates(Path data, String backbone, Map<String, ?> settings, int epochs) {
        given = new HashMap<>(settings);
        given.put("data", data.toString());
        given.put("backbone", backbone);
        this.epochs = epochs;
    }

    /** Mean accuracy of a trained rate. */
    private record Trained(double rate, double accuracy, double standardError) {}

    /**
     * Measures and prints.
     *
     * @param seeds number of tests and of trainings of each rate; their seeds are 0, 1, and so on
     * @return whether the suggested ranges are right
     */
    boolean areRight(int seeds) throws Exception {
        Path work = Files.createTempDirectory("suggested-rates");
        try {
            List<LearningRateRange> ranges = ranges(seeds, work);
            Trained best = best(seeds, work);
            double highestLow =
                    ranges.stream().mapToDouble(LearningRateRange::low).max().orElseThrow();
            double lowestHigh =
                    ranges.stream().mapToDouble(LearningRateRange::high).min().orElseThrow();
            double lowestLow =
                    ranges.stream().mapToDouble(LearningRateRange::low).min().orElseThrow();
            double highestHigh =
                    ranges.stream().mapToDouble(LearningRateRange::high).max().orElseThrow();
            boolean overlap = highestLow < lowestHigh;
            boolean narrow = ranges.stream().allMatch(range -> range.high() / range.low() < 100.001);
            boolean contained = highestLow <= best.rate() && best.rate() <= lowestHigh;
            System.out.printf(
                    Locale.ROOT,
                    "suggested: low %.1e to %.1e, high %.1e to %.1e; overlap: %s, at most two decades: %s%n"
                            + "best trained rate: %.1e; in every suggested range: %s%n",
                    lowestLow,
                    highestLow,
                    lowestHigh,
                    highestHigh,
                    overlap,
                    narrow,
                    best.rate(),
                    contained);
            return overlap && narrow && contained;
        } finally {
            FileTree.delete(work);
        }
    }

    private List<LearningRateRange> ranges(int seeds, Path work) throws Exception {
        List<LearningRateRange> ranges = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            RangeTest test = RangeTest.run(given, seed, TESTED, work, 1);
            LearningRateRange range = LearningRateRange.of(test);
            ranges.add(range);
            System.out.printf(
                    Locale.ROOT,
                    "seed %d: steepest %.1e, valley %.1e, lowest loss %.1e, range %.1e to %.1e%n",
                    seed,
                    test.steepest().orElse(Double.NaN),
                    test.valley(),
                    test.lowest().rate(),
                    range.low(),
                    range.high());
        }
        return ranges;
    }

    private Trained best(int seeds, Path work) throws Exception {
        Trained best = new Trained(0, -1, 0);
        for (double power = LOWEST_POWER; power <= HIGHEST_POWER; power += POWER_STEP) {
            Trained trained = trained(Math.pow(10, power), seeds, work);
            System.out.printf(
                    Locale.ROOT,
                    "trained with %.1e: accuracy %.3f ± %.3f%n",
                    trained.rate(),
                    trained.accuracy(),
                    trained.standardError());
            best = trained.accuracy() > best.accuracy() ? trained : best;
        }
        return best;
    }

    private Trained trained(double rate, int seeds, Path work) throws Exception {
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < seeds; seed++) {
            double accuracy = accuracy(rate, seed, work);
            sum += accuracy;
            squares += accuracy * accuracy;
        }
        double mean = sum / seeds;
        double variance = seeds > 1 ? Math.max(0, squares - seeds * mean * mean) / (seeds - 1) : 0;
        return new Trained(rate, mean, Math.sqrt(variance / seeds));
    }

    private double accuracy(double rate, int seed, Path work) throws Exception {
        Map<String, Object> values = new HashMap<>(given);
        values.put("learning_rate", rate);
        Settings settings = Settings.withDefaults(factory.settings(), values);
        TrialContext context = BenchmarkTrial.context(1, seed, settings, List.of(epochs), 1, work, work);
        double accuracy = 0;
        try (Trainer trainer = factory.create(context)) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                accuracy = trainer.train(epoch).get("accuracy");
            }
            return accuracy;
        } catch (TrainingFailure diverged) {
            return 0;
        }
    }
}
