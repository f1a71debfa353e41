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
 * A learning-rate range test (Smith, arXiv:1506.01186, section 3.3): training steps at rates that rise by the same factor from
 * one to the next. Where the loss falls fastest the rate is a good one; where it begins to rise the rate is too large. Trains
 * what the first epoch of a trial trains: the head where a backbone is frozen at first, else the whole network.
 *
 * @param points a point a step, in the order of the rates
 * @param diverged whether the test ended before the highest rate
 */
public record RangeTest(List<Point> points, boolean diverged) {
    /** A loss so many times the lowest is a divergence. */
    private static final double DIVERGENCE = 4;

    /** Of the running mean that divergence is told by, whose lag does not matter there. */
    private static final double MEMORY = 0.9;

    /** Standard deviation of the smoothing, as a share of all steps. */
    private static final double WIDTH = 0.03;

    private static final int FEWEST_POINTS = 5;

    /**
     * One training step.
     *
     * @param loss of its batch, before the step
     * @param smoothed the mean of the losses around it, without a lag
     */
    public record Point(double rate, double loss, double smoothed) {}

    /**
     * Which rates are tried.
     *
     * @param lowest above 0
     * @param highest above the lowest
     * @param steps at least 10
     */
    public record Rates(double lowest, double highest, int steps) {
        public Rates {
            if (!(lowest > 0 && highest > lowest && Double.isFinite(highest))) {
                throw new IllegalArgumentException(
                        "Rates from " + lowest + " to " + highest + " must rise from above 0");
            }
            if (steps < 10) {
                throw new IllegalArgumentException("Steps (" + steps + ") must be at least 10");
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
     * Runs a test.
     *
     * @param settings of the trainer; what is absent has its default
     * @param cache the host's cache folder, for features
     * @param threads that decode and compute
     * @throws TrainingFailure when the data or the backbone cannot be used, or the lowest rate diverges already
     */
    public static RangeTest run(Map<String, ?> settings, long seed, Rates rates, Path cache, int threads)
            throws TrainingFailure, IOException, InterruptedException {
        ComputeDevice.use("cpu", threads);
        Settings complete = Settings.withDefaults(ClassifierSettings.DECLARED, settings);
        TrialContext context = new TrialContext(
                "lr-find", 1, seed, complete, "loss", 0, 1, 1, "cpu", threads, cache, Files.createDirectories(cache));
        try {
            TrainingTask task = TrainingTask.prepare(ClassifierSettings.of(complete), context);
            try (TrainingPhase phase = task.begin(task.phase(1))) {
                return of(losses(task, phase, rates), rates);
            }
        } catch (UnusableData e) {
            throw e.failure();
        }
    }

    private static double[] losses(TrainingTask task, TrainingPhase phase, Rates rates)
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
                    OwnSteps.throwWhenInterrupted();
                    losses[step] = steps.take(phase.ofLearningRate(rates.rate(step)));
                    if (divergence.after(losses[step])) {
                        return Arrays.copyOf(losses, Double.isFinite(losses[step]) ? step + 1 : step);
                    }
                }
            }
        }
        return losses;
    }

    /** A small rest would have a loss of its own. */
    private static int[][] wholeBatches(int[] order, int size) {
        int count = Math.max(1, order.length / size);
        int[][] batches = new int[count][];
        for (int batch = 0; batch < count; batch++) {
            batches[batch] = Arrays.copyOfRange(order, batch * size, Math.min(order.length, (batch + 1) * size));
        }
        return batches;
    }

    private static RangeTest of(double[] losses, Rates rates) throws TrainingFailure {
        if (losses.length < FEWEST_POINTS) {
            throw new TrainingFailure(
                    FailureKind.DIVERGED,
                    "The loss diverged at a learning rate of " + rates.rate(losses.length)
                            + " already; begin with a lower one");
        }
        double[] smoothed = smoothed(losses, Math.max(1, WIDTH * rates.steps()));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            points.add(new Point(rates.rate(i), losses[i], smoothed[i]));
        }
        return new RangeTest(points, losses.length < rates.steps());
    }

    /** Means weighted by a Gauss curve over the steps. */
    static double[] smoothed(double[] values, double deviation) {
        int reach = (int) Math.ceil(3 * deviation);
        double[] smoothed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            double weights = 0;
            for (int j = Math.max(0, i - reach); j <= Math.min(values.length - 1, i + reach); j++) {
                double weight = Math.exp(-0.5 * Math.pow((j - i) / deviation, 2));
                sum += weight * values[j];
                weights += weight;
            }
            smoothed[i] = sum / weights;
        }
        return smoothed;
    }

    /** Where the smoothed loss is lowest. */
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
     * The rate at which the smoothed loss falls fastest, by the logarithm of the rate; empty when it never falls.
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

    /** A tenth of the rate of the lowest loss: safely below the rates that are too large. */
    public double tenthOfLowest() {
        return lowest().rate() / 10;
    }

    /** Tells when a loss is far above the lowest. Used by one thread. */
    private static final class Divergence {
        private double mean;
        private double weight;
        private double lowest = Double.POSITIVE_INFINITY;

        boolean after(double loss) {
            mean = MEMORY * mean + (1 - MEMORY) * loss;
            weight = MEMORY * weight + (1 - MEMORY);
            double unbiased = mean / weight;
            lowest = Math.min(lowest, unbiased);
            return !(unbiased <= DIVERGENCE * lowest);
        }
    }
}
