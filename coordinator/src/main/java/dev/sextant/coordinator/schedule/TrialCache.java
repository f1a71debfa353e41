package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.sql.row.StudySnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the scheduler knows of a study: a cache of its rows. Used by one thread. */
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

    /** The study as its rows say at a moment, without what it knows beside them. */
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

    /** What the search may know now. */
    public StudyView view() {
        return viewOf(views);
    }

    /** What the search may know once the trial's run has reached its epoch. */
    StudyView viewWhenReached(int number) {
        Trial running = views.get(number - 1);
        List<Trial> then = new ArrayList<>(views);
        then.set(
                number - 1,
                running.withState(
                        running.targetEpoch() >= spec.fidelity().maxEpochs()
                                ? TrialState.COMPLETED
                                : TrialState.PAUSED));
        return viewOf(then);
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

    /** Trials whose latest run was cut off before its epoch: they come before anything new. */
    List<StoredTrial> unfinished() {
        return unfinished.stream().map(this::trial).toList();
    }

    /** Adds a new trial, which is running. */
    void started(StoredTrial trial) {
        append(trial);
    }

    /** Notes that a trial continues under a new run or attempt. */
    void continued(int number, int toEpoch, RunKey key) {
        replace(trial(number).dispatched(key, toEpoch));
    }

    /**
     * Notes an epoch's value.
     *
     * @return whether it is new: an epoch that is measured again after a lost checkpoint is not
     */
    boolean measured(RunKey key, int epoch, EpochValue value, Optional<Checkpoint> checkpoint) {
        StoredTrial before = trial(key.trial());
        boolean isNew = epoch == before.curve().epochs() + 1;
        StoredTrial after = isNew ? before.measured(before.curve().plus(value)) : before;
        replace(checkpoint.map(after::saved).orElse(after));
        if (isNew) {
            epochs++;
            noteValue(key.trial(), after.curve().at(epoch));
        }
        return isNew;
    }

    /**
     * Notes the end of a trial's run.
     *
     * @param checkpoint written at the end of the run, if any
     * @param busy time that the run kept its slot, times the devices of a trial
     */
    void ended(
            int number,
            TrialState state,
            Optional<FailureKind> failure,
            Optional<Checkpoint> checkpoint,
            Duration busy) {
        deviceTime = deviceTime.plus(busy);
        StoredTrial before = trial(number);
        replace(checkpoint.map(before::saved).orElse(before).ended(state, failure));
    }

    int count(TrialState state) {
        return counts.getOrDefault(state, 0);
    }

    long epochs() {
        return epochs;
    }

    /** Time that slots were busy with runs that are over, times the devices of a trial. */
    Duration deviceTime() {
        return deviceTime;
    }

    /** Whether there are trials, and all of them failed before they had a value. */
    boolean nothingTrained() {
        return best().isEmpty() && !trials.isEmpty() && count(TrialState.FAILED) == trials.size();
    }

    /** The trial with the best value so far; empty before the first finite one. */
    Optional<StoredTrial> best() {
        return bestTrial == 0 ? Optional.empty() : Optional.of(trial(bestTrial));
    }

    /** The best value so far, NaN before the first. */
    double bestValue() {
        return bestValue;
    }

    private void append(StoredTrial trial) {
        trials.add(trial);
        views.add(trial.asSeenBySearch());
        noteUnfinished(trial);
        counts.merge(trial.state(), 1, Integer::sum);
        noteValue(trial.number(), trial.curve().best(spec.objective().goal()));
    }

    private void replace(StoredTrial after) {
        StoredTrial before = trials.set(after.number() - 1, after);
        views.set(after.number() - 1, after.asSeenBySearch());
        noteUnfinished(after);
        counts.merge(before.state(), -1, Integer::sum);
        counts.merge(after.state(), 1, Integer::sum);
    }

    /** Of equal values the lower trial number counts as the best, as in the views. */
    private void noteValue(int number, double value) {
        boolean isBetter = spec.objective().goal().isBetter(value, bestValue);
        if (Double.isFinite(value) && (isBetter || (value == bestValue && number < bestTrial))) {
            bestValue = value;
            bestTrial = number;
        }
    }

    private void noteUnfinished(StoredTrial trial) {
        if (trial.isUnfinished()) {
            unfinished.add(trial.number());
        } else {
            unfinished.remove(trial.number());
        }
    }
}
