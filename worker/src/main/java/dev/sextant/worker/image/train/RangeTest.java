package dev.sextant.worker.image.train;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.device.ComputeDevice;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Learning-rate range test (Smith, arXiv:1506.01186, section 3.3): training steps at geometrically rising rates. A
 * good rate lies where the loss falls fastest; rates at which the loss rises are too large. The test trains what the
 * first epoch of a trial trains: the head if the backbone is frozen at first, otherwise the whole network. Immutable.
 *
 * @param points one point per step, in the order of the rates
 * @param diverged whether the test ended before the highest rate
 */
public record RangeTest(List<Point> points, boolean diverged) {
    /** Multiple of the lowest loss at which the training counts as diverged. */
    private static final double DIVERGENCE = 4;

    /** Decay per step of the running mean that detects divergence; its lag does not matter there. */
    private static final double DECAY = 0.9;

    /** Standard deviation of the Gaussian smoothing, as a share of all steps. */
    private static final double SMOOTHING_WIDTH = 0.03;

    private static final int MIN_POINTS = 5;

    /**
     * One training step.
     *
     * @param rate learning rate of the step
     * @param loss mean loss of the batch, before the step
     * @param smoothed centered running mean of the losses
     */
    public record Point(double rate, double loss, double smoothed) {}

    /**
     * Range of learning rates to test.
     *
     * @param lowest rate of the first step, above 0
     * @param highest rate of the last step, above the lowest
     * @param steps number of steps, at least 10
     */
    public record Rates(double lowest, double highest, int steps) {
        public Rates {
            if (!(lowest > 0 && highest > lowest && Double.isFinite(highest))) {
                throw new IllegalArgumentException(
                        "Learning rates must rise from above 0: lowest " + lowest + ", highest " + highest);
            }
            if (steps < 10) {
                throw new IllegalArgumentException("Number of steps must be at least 10: " + steps);
            }
        }

        double rate(int step) {
            return lowest * Math.pow(highest / lowest, (double) step / (steps - 1));
        }
    }

    public RangeTest {
        points = List.copyOf(points);
    }

    /**
     * Runs a test on the CPU.
     *
     * @param settings settings of the trainer; absent ones have their defaults
     * @param seed seed of the initial weights and the order of the images
     * @param cache folder for features, shared by the runs of this host
     * @param threads number of CPU threads
     * @throws TrainingFailure when the data or the backbone cannot be used, or training diverges at the lowest rates
     */
    public static RangeTest run(Map<String, ?> settings, long seed, Rates rates, Path cache, int threads)
            throws TrainingFailure, IOException, InterruptedException {
        ComputeDevice.use("cpu", threads);
        Settings complete = Settings.withDefaults(ClassifierSettings.DECLARED, settings);
        TrialContext context = new TrialContext(
                "lr-find",
                1,
                seed,
                complete,
                "loss",
                0,
                1,
                1,
                "cpu",
                threads,
                cache,
                Files.createDirectories(cache),
                List.of(1),
                ClassifierRevision.LATEST.number());
        try {
            TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(complete), context);
            try (ActivePhase phase = task.beginFirstEpoch()) {
                return of(losses(task, phase, rates), rates);
            }
        } catch (UnusableData e) {
            throw e.failure();
        }
    }

    private static double[] losses(TrainingTask task, ActivePhase phase, Rates rates)
            throws TrainingFailure, InterruptedException {
        double[] losses = new double[rates.steps()];
        Divergence divergence = new Divergence();
        int step = 0;
        for (int epoch = 1; step < losses.length; epoch++) {
            long seed = TrialSeeds.seed(task.seed(), epoch);
            int[] order = TrialSeeds.shuffled(task.split().training(), seed);
            int[][] batches = wholeBatches(order, task.settings().optimizer().batchSize());
            try (Learner.Steps steps = phase.learner().steps(epoch, batches, task.targets(), seed)) {
                for (int i = 0; i < batches.length && step < losses.length; i++, step++) {
                    EpochSteps.throwIfInterrupted();
                    losses[step] = steps.take(phase.unscheduledRate(rates.rate(step)));
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

    private static RangeTest of(double[] losses, Rates rates) throws TrainingFailure {
        if (losses.length < MIN_POINTS) {
            throw new TrainingFailure(
                    FailureKind.DIVERGED,
                    "The loss diverged at a learning rate of " + rates.rate(losses.length) + ", within the first "
                            + MIN_POINTS + " steps; begin with a lower rate");
        }
        double[] smoothed = smoothed(losses, Math.max(1, SMOOTHING_WIDTH * rates.steps()));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            points.add(new Point(rates.rate(i), losses[i], smoothed[i]));
        }
        return new RangeTest(points, losses.length < rates.steps());
    }

    /** Returns means weighted by a Gaussian over the steps. */
    static double[] smoothed(double[] values, double deviation) {
        int radius = (int) Math.ceil(3 * deviation);
        double[] smoothed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            double weights = 0;
            for (int j = Math.max(0, i - radius); j <= Math.min(values.length - 1, i + radius); j++) {
                double weight = Math.exp(-0.5 * Math.pow((j - i) / deviation, 2));
                sum += weight * values[j];
                weights += weight;
            }
            smoothed[i] = sum / weights;
        }
        return smoothed;
    }

    /** Returns the point with the lowest smoothed loss. */
    public Point lowest() {
        return points.get(lowestIndex());
    }

    private int lowestIndex() {
        int lowest = 0;
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).smoothed() < points.get(lowest).smoothed()) {
                lowest = i;
            }
        }
        return lowest;
    }

    /**
     * Returns the rate at which the smoothed loss falls fastest relative to the logarithm of the rate; empty when it
     * never falls.
     */
    public OptionalDouble steepest() {
        double best = 0;
        OptionalDouble rate = OptionalDouble.empty();
        for (int i = 1; i <= lowestIndex(); i++) {
            Point before = points.get(i - 1);
            Point after = points.get(i);
            double slope = (after.smoothed() - before.smoothed()) / Math.log(after.rate() / before.rate());
            if (slope < best) {
                best = slope;
                rate = OptionalDouble.of(Math.sqrt(before.rate() * after.rate()));
            }
        }
        return rate;
    }

    /** Returns a tenth of the rate with the lowest loss, which is safely below rates that are too large. */
    public double tenthOfLowest() {
        return lowest().rate() / 10;
    }

    /** Detects that the running mean of the loss is far above its lowest value. Used by one thread. */
    private static final class Divergence {
        private double mean;
        private double weight;
        private double lowest = Double.POSITIVE_INFINITY;

        /** Adds the loss of a step and returns whether training has diverged. */
        boolean isReached(double loss) {
            mean = DECAY * mean + (1 - DECAY) * loss;
            weight = DECAY * weight + (1 - DECAY);
            double unbiased = mean / weight;
            lowest = Math.min(lowest, unbiased);
            return !(unbiased <= DIVERGENCE * lowest);
        }
    }
}
