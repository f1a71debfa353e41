package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.Knowledge;
import dev.sextant.coordinator.search.StudyView;
import dev.sextant.coordinator.search.TrialView;
import dev.sextant.sql.StudySnapshot;
import dev.sextant.sql.TrialRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the scheduler knows of a study: a cache of its rows. Used by one thread. */
public final class StudyBook {
    private final StudySpec spec;
    private final List<Integer> rungs;
    private final Knowledge knowledge;
    private final List<TrialRow> trials = new ArrayList<>();
    private final List<TrialView> views = new ArrayList<>();
    private final SortedSet<Integer> unfinished = new TreeSet<>();
    private final Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
    private long epochs;
    private Duration deviceTime;
    private int bestTrial;
    private double bestValue = Double.NaN;

    /** The study as its rows say at a moment, without what it knows beside them. */
    public StudyBook(StudySpec spec, StudySnapshot snapshot) {
        this(spec, snapshot, Knowledge.NONE);
    }

    StudyBook(StudySpec spec, StudySnapshot snapshot, Knowledge knowledge) {
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
        TrialView running = views.get(number - 1);
        List<TrialView> then = new ArrayList<>(views);
        then.set(
                number - 1,
                new TrialView(
                        number,
                        running.configuration(),
                        running.targetEpoch() >= spec.fidelity().maxEpochs() ? TrialState.COMPLETED : TrialState.PAUSED,
                        running.targetEpoch(),
                        running.proposedBy(),
                        running.curve()));
        return viewOf(then);
    }

    private StudyView viewOf(List<TrialView> trialViews) {
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

    TrialRow trial(int number) {
        return trials.get(number - 1);
    }

    /** Trials whose latest run was cut off before its epoch: they come before anything new. */
    List<TrialRow> unfinished() {
        return unfinished.stream().map(this::trial).toList();
    }

    void started(int number, Configuration configuration, long seed, int toEpoch, String by, RunKey key) {
        append(new TrialRow(
                number,
                configuration,
                seed,
                TrialState.RUNNING,
                Optional.empty(),
                toEpoch,
                by,
                key,
                List.of(),
                LearningCurve.EMPTY));
    }

    /** A trial goes on under a new run or attempt. */
    void continued(int number, int toEpoch, RunKey key) {
        TrialRow row = trial(number);
        replace(row, TrialState.RUNNING, Optional.empty(), toEpoch, key, Optional.empty(), row.curve());
    }

    /**
     * Notes an epoch's value.
     *
     * @return whether it is news: an epoch that is measured again after a lost checkpoint is not
     */
    boolean measured(RunKey key, int epoch, EpochValue value, Optional<Checkpoint> checkpoint) {
        TrialRow row = trial(key.trial());
        boolean news = epoch == row.curve().epochs() + 1;
        LearningCurve curve = news ? row.curve().plus(value) : row.curve();
        replace(row, row.state(), row.failure(), row.targetEpoch(), row.latestRun(), checkpoint, curve);
        if (news) {
            epochs++;
            noteValue(key.trial(), curve.at(epoch));
        }
        return news;
    }

    void ended(
            int number,
            TrialState state,
            Optional<FailureKind> failure,
            Optional<Checkpoint> checkpoint,
            Duration busy) {
        TrialRow row = trial(number);
        deviceTime = deviceTime.plus(busy);
        replace(row, state, failure, row.targetEpoch(), row.latestRun(), checkpoint, row.curve());
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
    Optional<TrialRow> best() {
        return bestTrial == 0 ? Optional.empty() : Optional.of(trial(bestTrial));
    }

    /** The best value so far, NaN before the first. */
    double bestValue() {
        return bestValue;
    }

    private void append(TrialRow row) {
        trials.add(row);
        views.add(viewOf(row));
        noteUnfinished(row);
        counts.merge(row.state(), 1, Integer::sum);
        noteValue(row.number(), row.curve().best(spec.objective().goal()));
    }

    private void replace(
            TrialRow before,
            TrialState state,
            Optional<FailureKind> failure,
            int targetEpoch,
            RunKey key,
            Optional<Checkpoint> saved,
            LearningCurve curve) {
        TrialRow after = new TrialRow(
                before.number(),
                before.configuration(),
                before.seed(),
                state,
                failure,
                targetEpoch,
                before.proposedBy(),
                key,
                saved.map(newest -> checkpoints(newest, before)).orElse(before.checkpoints()),
                curve);
        trials.set(before.number() - 1, after);
        views.set(before.number() - 1, viewOf(after));
        noteUnfinished(after);
        counts.merge(before.state(), -1, Integer::sum);
        counts.merge(state, 1, Integer::sum);
    }

    /** A run that went back leaves later checkpoints behind: they were of no use to it. */
    private static List<Checkpoint> checkpoints(Checkpoint newest, TrialRow before) {
        return Stream.concat(
                        Stream.of(newest),
                        before.checkpoints().stream().filter(earlier -> earlier.epoch() < newest.epoch()))
                .limit(TrialRow.CHECKPOINTS)
                .toList();
    }

    private void noteValue(int number, double value) {
        Goal goal = spec.objective().goal();
        if (Double.isFinite(value) && goal.isBetter(value, bestValue)) {
            bestValue = value;
            bestTrial = number;
        }
    }

    private void noteUnfinished(TrialRow row) {
        if (isUnfinished(row)) {
            unfinished.add(row.number());
        } else {
            unfinished.remove(row.number());
        }
    }

    private static boolean isUnfinished(TrialRow row) {
        return row.state() == TrialState.PENDING
                || (row.state() == TrialState.PAUSED
                        && row.checkpoint().map(Checkpoint::epoch).orElse(0) < row.targetEpoch());
    }

    /** A cut-off trial is PENDING to the search, whatever its row says: the scheduler finishes its run first. */
    private static TrialView viewOf(TrialRow row) {
        TrialState state = isUnfinished(row) ? TrialState.PENDING : row.state();
        return new TrialView(
                row.number(), row.configuration(), state, row.targetEpoch(), row.proposedBy(), row.curve());
    }
}
