package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.ask.TrainingBudget;
import dev.sextant.sql.row.StudySnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A study's trials in memory: a cache of its rows. Used by one thread. */
public final class TrialCache {
    private final StudySpec spec;
    private final List<Integer> rungs;
    private final PriorKnowledge knowledge;
    private final List<StoredTrial> trials = new ArrayList<>();
    private final List<Trial> views = new ArrayList<>();
    private final SortedSet<Integer> unfinished = new TreeSet<>();
    private final Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
    private long epochs;
    private Duration deviceTime;
    private int bestTrial;
    private double bestValue = Double.NaN;

    /**
     * Contents of the cache, for comparison with those of another one.
     *
     * @param trials trials with the newest checkpoint alone, because after a run has fallen back to an older one, rows
     *     may hold checkpoints that the cache has dropped
     * @param seenBySearch the trials as the search sees them
     * @param unfinished numbers of trials whose latest run ended before its epoch
     * @param epochs number of epochs measured in all trials
     * @param bestTrial 0 before the first finite value
     * @param bestValue NaN before the first finite value
     */
    record Contents(
            List<StoredTrial> trials,
            List<Trial> seenBySearch,
            List<Integer> unfinished,
            Map<TrialState, Integer> counts,
            long epochs,
            int bestTrial,
            double bestValue) {}

    /** Caches a study's rows, without prior knowledge. */
    public TrialCache(StudySpec spec, StudySnapshot snapshot) {
        this(spec, snapshot, PriorKnowledge.NONE);
    }

    TrialCache(StudySpec spec, StudySnapshot snapshot, PriorKnowledge knowledge) {
        this.spec = spec;
        this.knowledge = knowledge;
        this.rungs = spec.fidelity().rungs();
        this.epochs = snapshot.epochs();
        this.deviceTime = snapshot.deviceTime();
        snapshot.trials().forEach(this::append);
    }

    /** Returns the study as the search may see it now. */
    public StudyView view() {
        return viewOf(views);
    }

    /** Returns the study as the search may see it once the trial's run has reached its epoch. */
    StudyView viewWhenReached(int number) {
        Trial running = views.get(number - 1);
        List<Trial> anticipated = new ArrayList<>(views);
        anticipated.set(
                number - 1,
                running.withState(
                        running.targetEpoch() >= spec.fidelity().maxEpochs()
                                ? TrialState.COMPLETED
                                : TrialState.PAUSED));
        return viewOf(anticipated);
    }

    private StudyView viewOf(List<Trial> trialViews) {
        return new StudyView(
                spec.space(),
                spec.objective().goal(),
                rungs,
                spec.fidelity().reduction(),
                spec.search().seed(),
                spec.cluster().slots(),
                spec.budget().trials().orElse(Integer.MAX_VALUE),
                new TrainingBudget(spec.slotSeconds(), spec.budget().epochs().isPresent()),
                spec.startWith(),
                knowledge,
                trialViews);
    }

    int size() {
        return trials.size();
    }

    StoredTrial trial(int number) {
        return trials.get(number - 1);
    }

    /** Returns the first trial with a configuration. */
    Optional<StoredTrial> with(Configuration configuration) {
        return trials.stream()
                .filter(trial -> trial.configuration().equals(configuration))
                .findFirst();
    }

    /** Returns all trials by number. */
    List<StoredTrial> all() {
        return List.copyOf(trials);
    }

    /** Returns the trials whose latest run ended before its epoch: they come before anything new. */
    List<StoredTrial> unfinished() {
        return unfinished.stream().map(this::trial).toList();
    }

    /** Adds a new trial, which is running. */
    void started(StoredTrial trial) {
        append(trial);
    }

    /** Continues a trial under a new run or attempt. */
    void continued(int number, int toEpoch, RunKey key) {
        replace(trial(number).dispatched(key, toEpoch));
    }

    /**
     * Adds an epoch's value to a trial's learning curve.
     *
     * @param seconds duration of the epoch
     * @return whether it is new: an epoch that is measured again after a lost checkpoint is not
     */
    boolean measured(RunKey key, int epoch, EpochValue value, double seconds, List<Checkpoint> checkpoints) {
        StoredTrial before = trial(key.trial());
        boolean isNew = epoch == before.curve().epochs() + 1;
        StoredTrial after = isNew ? before.measured(before.curve().plus(value), seconds) : before;
        replace(after.saved(checkpoints));
        if (isNew) {
            epochs++;
            compare(key.trial(), after.curve().at(epoch));
        }
        return isNew;
    }

    /**
     * Ends a trial's run.
     *
     * @param checkpoints written at the end of the run
     * @param runTime time that the run kept its slot busy, times the devices per trial
     */
    void ended(
            int number,
            TrialState state,
            Optional<FailureKind> failure,
            List<Checkpoint> checkpoints,
            Duration runTime) {
        deviceTime = deviceTime.plus(runTime);
        replace(trial(number).saved(checkpoints).ended(state, failure));
        if (state == TrialState.FAILED && number == bestTrial) {
            bestTrial = 0;
            bestValue = Double.NaN;
            trials.forEach(this::compareAll);
        }
    }

    int count(TrialState state) {
        return counts.getOrDefault(state, 0);
    }

    long epochs() {
        return epochs;
    }

    /** Returns the time that slots were busy with runs that are over, times the devices per trial. */
    Duration deviceTime() {
        return deviceTime;
    }

    /** Whether there are trials, and all of them failed before they had a finite value. */
    boolean nothingTrained() {
        return !trials.isEmpty()
                && trials.stream()
                        .allMatch(trial -> trial.state() == TrialState.FAILED
                                && values(trial).noneMatch(Double::isFinite));
    }

    /** Returns the best trial so far among those that did not fail; empty before the first finite value. */
    Optional<StoredTrial> best() {
        return bestTrial == 0 ? Optional.empty() : Optional.of(trial(bestTrial));
    }

    /** Returns the value of {@link #best}; NaN before the first finite one. */
    double bestValue() {
        return bestValue;
    }

    Contents contents() {
        Map<TrialState, Integer> present = new EnumMap<>(counts);
        present.values().removeIf(count -> count == 0);
        return new Contents(
                trials.stream().map(TrialCache::withNewestCheckpoint).toList(),
                List.copyOf(views),
                List.copyOf(unfinished),
                present,
                epochs,
                bestTrial,
                bestValue);
    }

    private static StoredTrial withNewestCheckpoint(StoredTrial trial) {
        return new StoredTrial(
                trial.trial(),
                trial.seed(),
                trial.failure(),
                trial.latestRun(),
                trial.checkpoint().stream().toList());
    }

    private void append(StoredTrial trial) {
        trials.add(trial);
        views.add(trial.asSeenBySearch());
        noteUnfinished(trial);
        counts.merge(trial.state(), 1, Integer::sum);
        compareAll(trial);
    }

    private void replace(StoredTrial after) {
        StoredTrial before = trials.set(after.number() - 1, after);
        views.set(after.number() - 1, after.asSeenBySearch());
        noteUnfinished(after);
        counts.merge(before.state(), -1, Integer::sum);
        counts.merge(after.state(), 1, Integer::sum);
    }

    private void compareAll(StoredTrial trial) {
        if (trial.state() != TrialState.FAILED) {
            values(trial).forEach(value -> compare(trial.number(), value));
        }
    }

    /** Among equal values that of the lower trial number is the best, as in the views. Only finite values count. */
    private void compare(int number, double value) {
        boolean isBetter = spec.objective().goal().isBetter(value, bestValue);
        if (Double.isFinite(value) && (isBetter || (value == bestValue && number < bestTrial))) {
            bestValue = value;
            bestTrial = number;
        }
    }

    private static DoubleStream values(StoredTrial trial) {
        return IntStream.rangeClosed(1, trial.curve().epochs()).mapToDouble(trial.curve()::at);
    }

    private void noteUnfinished(StoredTrial trial) {
        if (trial.isUnfinished()) {
            unfinished.add(trial.number());
        } else {
            unfinished.remove(trial.number());
        }
    }
}
