package dev.sextant.worker.image.train;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sweeps of a {@link RangeTest}: the training steps at rising rates, each sweep with other initial weights and another
 * order of the images.
 */
final class RateSweeps {
    /** Multiple of the lowest loss at which the training counts as diverged. */
    private static final double DIVERGENCE = 4;

    private static final String TESTING = "testing learning rates, sweep";

    /** Decay per step of the running mean that detects divergence. */
    private static final double DECAY = 0.9;

    private final Settings settings;
    private final RangeTest.Rates rates;
    private final Path cache;
    private final int threads;

    RateSweeps(Settings settings, RangeTest.Rates rates, Path cache, int threads) {
        this.settings = settings;
        this.rates = rates;
        this.cache = cache;
        this.threads = threads;
    }

    /**
     * Returns the losses of some sweeps, by step. A sweep in which the loss diverges ends early.
     *
     * @param seed seed from which those of the sweeps derive
     */
    List<double[]> losses(int sweeps, long seed) throws TrainingFailure, IOException, InterruptedException {
        List<double[]> losses = new ArrayList<>();
        for (int sweep = 1; sweep <= sweeps; sweep++) {
            WorkProgress.report(TESTING, sweep - 1, sweeps);
            losses.add(losses(TrialSeeds.seed(seed, sweep)));
        }
        WorkProgress.report(TESTING, sweeps, sweeps);
        return losses;
    }

    private double[] losses(long seed) throws TrainingFailure, IOException, InterruptedException {
        try {
            TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(settings), context(seed));
            try (ActivePhase phase = task.beginFirstEpoch()) {
                return losses(task, phase);
            }
        } catch (UnusableData e) {
            throw e.failure();
        }
    }

    private TrialContext context(long seed) throws IOException {
        return new TrialContext(
                "lr-find",
                1,
                seed,
                settings,
                "loss",
                0,
                1,
                1,
                "cpu",
                threads,
                cache,
                OwnerOnly.createDirectories(cache),
                List.of(1),
                ClassifierRevision.LATEST.number());
    }

    private double[] losses(TrainingTask task, ActivePhase phase) throws TrainingFailure, InterruptedException {
        double[] losses = new double[rates.steps()];
        Divergence divergence = new Divergence(Math.log(task.data().classes()));
        int step = 0;
        for (int epoch = 1; step < losses.length; epoch++) {
            long seed = TrialSeeds.seed(task.seed(), epoch);
            int[] order = TrialSeeds.shuffled(task.split().training(), seed);
            int[][] batches = wholeBatches(order, task.settings().optimizer().batchSize());
            try (Learner.Steps steps = phase.learner().steps(epoch, batches, task.targets(), seed)) {
                for (int i = 0; i < batches.length && step < losses.length; i++, step++) {
                    EpochSteps.throwIfInterrupted();
                    losses[step] =
                            steps.take(phase.unscheduledRate(rates.rate(step))).loss();
                    if (divergence.isReached(losses[step])) {
                        return Arrays.copyOf(losses, Double.isFinite(losses[step]) ? step + 1 : step);
                    }
                }
            }
        }
        return losses;
    }

    /** Returns batches of the full size only: the loss of a small last batch would stand out. */
    private static int[][] wholeBatches(int[] order, int size) {
        int count = Math.max(1, order.length / size);
        int[][] batches = new int[count][];
        for (int batch = 0; batch < count; batch++) {
            batches[batch] = Arrays.copyOfRange(order, batch * size, Math.min(order.length, (batch + 1) * size));
        }
        return batches;
    }

    /**
     * Detects that the running mean of the loss is far above its lowest value and worse than that of guessing: the loss of
     * a head that is trained already is small, so multiples of it are common. Used by one thread.
     */
    private static final class Divergence {
        private final double guessing;
        private double mean;
        private double weight;
        private double lowest = Double.POSITIVE_INFINITY;

        /** @param guessing loss of equal probabilities for all classes */
        Divergence(double guessing) {
            this.guessing = guessing;
        }

        /** Adds the loss of a step and returns whether training has diverged. */
        boolean isReached(double loss) {
            mean = DECAY * mean + (1 - DECAY) * loss;
            weight = DECAY * weight + (1 - DECAY);
            double unbiased = mean / weight;
            lowest = Math.min(lowest, unbiased);
            return !(unbiased <= Math.max(DIVERGENCE * lowest, guessing));
        }
    }
}
