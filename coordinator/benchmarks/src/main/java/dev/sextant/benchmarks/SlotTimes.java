package dev.sextant.benchmarks;

import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.RunState;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Measures the times of each slot from the events of the scheduler. Used by the scheduler's thread. */
final class SlotTimes implements StudyObserver {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final LongSupplier nanoClock;
    private final IntConsumer trialsDone;
    private final Slot[] slots;
    private final Map<Integer, Integer> slotOfTrial = new HashMap<>();
    private final List<Double> betweenRuns = new ArrayList<>();
    private final List<Double> betweenTraining = new ArrayList<>();
    private final List<Trained> trained = new ArrayList<>();
    private long firstDispatch;
    private long lastEnd;
    private long runNanos;
    private double trainingSeconds;
    private int runs;
    private int epochs;
    private int trials;

    /** The seconds that all slots have trained until a moment. */
    private record Trained(long nanoTime, double seconds) {}

    /** The latest events of a slot; 0 for one that has not happened yet. */
    private static final class Slot {
        private long dispatchedAt;
        private long endedAt;
        private long trainedAt;
        private boolean firstEpoch;
    }

    /** @param trialsDone receives the number of finished trials */
    SlotTimes(int slots, LongSupplier nanoClock, IntConsumer trialsDone) {
        this.slots = new Slot[slots];
        Arrays.setAll(this.slots, slot -> new Slot());
        this.nanoClock = nanoClock;
        this.trialsDone = trialsDone;
    }

    @Override
    public void dispatched(StoredTrial trial, int number, String why) {
        long now = nanoClock.getAsLong();
        if (runs == 0) {
            firstDispatch = now;
        }
        runs++;
        Slot slot = slots[number];
        slotOfTrial.put(trial.number(), number);
        slot.dispatchedAt = now;
        slot.firstEpoch = true;
        if (slot.endedAt != 0) {
            betweenRuns.add((now - slot.endedAt) / NANOS_PER_MILLI);
        }
    }

    @Override
    public void measured(RunReport.EpochDone report, boolean best) {
        long now = nanoClock.getAsLong();
        Slot slot = slots[slotOfTrial.get(report.key().trial())];
        if (slot.firstEpoch && slot.trainedAt != 0) {
            betweenTraining.add((now - slot.trainedAt) / NANOS_PER_MILLI - report.seconds() * 1000);
        }
        slot.firstEpoch = false;
        slot.trainedAt = now;
        epochs++;
        trainingSeconds += report.seconds();
        trained.add(new Trained(now, trainingSeconds));
    }

    @Override
    public void ended(StoredTrial trial, int number, RunState run, String description) {
        long now = nanoClock.getAsLong();
        lastEnd = now;
        Slot slot = slots[number];
        slot.endedAt = now;
        runNanos += now - slot.dispatchedAt;
        trials = Math.max(trials, trial.number());
    }

    @Override
    public void notice(String message) {
        System.out.println(message);
    }

    @Override
    public void progress(StudyProgress status) {
        trialsDone.accept(trials);
    }

    Figures figures() {
        double wall = (lastEnd - firstDispatch) / NANOS_PER_SECOND;
        double whole = wall * slots.length;
        return new Figures(
                trials,
                runs,
                epochs,
                wall,
                1 - trainingSeconds / whole,
                idleOfQuarters(),
                1 - runNanos / NANOS_PER_SECOND / whole,
                trainingSeconds / epochs,
                Spread.of(betweenRuns),
                Spread.of(betweenTraining));
    }

    /** The share of slots' time outside epochs, during each quarter of the epochs. */
    private List<Double> idleOfQuarters() {
        List<Double> idle = new ArrayList<>();
        Trained before = new Trained(firstDispatch, 0);
        for (int quarter = 1; quarter <= 4 && !trained.isEmpty(); quarter++) {
            Trained after = trained.get(Math.max(0, trained.size() * quarter / 4 - 1));
            double whole = (after.nanoTime - before.nanoTime) / NANOS_PER_SECOND * slots.length;
            idle.add(1 - (after.seconds - before.seconds) / whole);
            before = after;
        }
        return idle;
    }

    /**
     * The measured figures.
     *
     * @param idleOfTraining share of slots' time outside epochs (saving the checkpoint belongs to its epoch)
     * @param idleOfQuarters the same, for each quarter of the epochs
     * @param idleOfRuns share of slots' time between the stored end of a run and the dispatch of the next
     * @param epochSeconds mean duration of an epoch, as measured by executors
     * @param betweenRuns time without a run on a slot
     * @param betweenTraining time from the last report of a run to the start of the next run's first epoch
     */
    record Figures(
            int trials,
            int runs,
            int epochs,
            double wallSeconds,
            double idleOfTraining,
            List<Double> idleOfQuarters,
            double idleOfRuns,
            double epochSeconds,
            Spread betweenRuns,
            Spread betweenTraining) {}

    /** Quantiles in milliseconds; NaN without measurements. */
    record Spread(double median, double p99) {
        static Spread of(List<Double> times) {
            double[] sorted =
                    times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.99));
        }

        private static double quantile(double[] sorted, double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.floor(share * (sorted.length - 1))];
        }
    }
}
