package dev.sextant.coordinator.search.rung;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Scores and ranks of a study's trials at its rungs. A row is a trial: its number less 1.
 *
 * <p>A trial is ranked at a rung once it was trained that far, or once it ended on the way there (failed, stopped, or by its
 * own early stop), because it will never be trained further. Its score there is its best value so far among the finite
 * values that satisfy all constraints, negated when the goal is to minimize. A trial without such a value ranks below all
 * others by how much it violates the constraints ({@link ConstraintViolation}). A failed trial, and one without any finite
 * value, scores {@link #WORST} at each of its rungs.
 *
 * <p>Follows a study from view to view and updates only what changed. Its contents are a function of the latest view alone.
 * Not thread-safe.
 */
public final class RungTable {
    /** The score of a trial that failed or has no finite value. */
    public static final double WORST = Double.NEGATIVE_INFINITY;

    private static final double[] NO_SCORES = {};

    private final List<Row> rows = new ArrayList<>();
    private Goal goal = Goal.MAXIMIZE;
    private List<Integer> rungs = List.of();
    private Set<Configuration> startWith = Set.of();
    /** All scores at each rung, sorted. */
    private SortedScores[] scoresByRung = new SortedScores[0];

    /** A trial with its scores at the rungs where it is ranked, lowest rung first. */
    private static final class Row {
        private final Trial trial;
        private final double[] scores;
        private final boolean enqueued;

        private Row(Trial trial, double[] scores, boolean enqueued) {
            this.trial = trial;
            this.scores = scores;
            this.enqueued = enqueued;
        }
    }

    /** Updates the table to a view of the study. */
    public void follow(StudyView view) {
        Set<Configuration> enqueued = new HashSet<>(view.startWith());
        if (view.goal() != goal || !view.rungs().equals(rungs) || !enqueued.equals(startWith)) {
            goal = view.goal();
            rungs = view.rungs();
            startWith = enqueued;
            rows.clear();
            scoresByRung = new SortedScores[rungs.size()];
            Arrays.setAll(scoresByRung, rung -> new SortedScores());
        }
        while (rows.size() > view.trials().size()) {
            Row last = rows.remove(rows.size() - 1);
            rerank(last.scores, NO_SCORES);
        }
        int index = 0;
        for (Trial trial : view.trials()) {
            update(index++, trial);
        }
    }

    private void update(int index, Trial trial) {
        boolean isNew = index == rows.size();
        // Cheap for a trial that did not change: nearly always the same object.
        if (!isNew && trial.equals(rows.get(index).trial)) {
            return;
        }
        Row row = new Row(trial, scoresOf(trial), startWith.contains(trial.configuration()));
        rerank(isNew ? NO_SCORES : rows.get(index).scores, row.scores);
        if (isNew) {
            rows.add(row);
        } else {
            rows.set(index, row);
        }
    }

    /** Replaces a trial's scores among those of its rungs. */
    private void rerank(double[] before, double[] after) {
        for (int rung = 0; rung < Math.max(before.length, after.length); rung++) {
            boolean unchanged = rung < before.length && rung < after.length && before[rung] == after[rung];
            if (rung < before.length && !unchanged) {
                scoresByRung[rung].remove(before[rung]);
            }
            if (rung < after.length && !unchanged) {
                scoresByRung[rung].add(after[rung]);
            }
        }
    }

    /** Number of trials. */
    public int size() {
        return rows.size();
    }

    /** The trial of a row. */
    public Trial trial(int row) {
        return rows.get(row).trial;
    }

    /** Whether the trial's configuration is one of {@code start_with}. */
    boolean isEnqueued(int row) {
        return rows.get(row).enqueued;
    }

    /** Number of rungs at which the trial is ranked: it is ranked at the rungs from 0 to one less than that. */
    public int rungsReached(int row) {
        return rows.get(row).scores.length;
    }

    /** Number of trials that are ranked at a rung. */
    public int rankedAt(int rung) {
        return scoresByRung[rung].size();
    }

    /** The deepest rung at which at least so many trials are ranked; empty when there is none. */
    public Optional<Integer> deepestRungWith(int trials) {
        for (int rung = scoresByRung.length - 1; rung >= 0; rung--) {
            if (rankedAt(rung) >= trials) {
                return Optional.of(rung);
            }
        }
        return Optional.empty();
    }

    /**
     * The trial's rank among all trials at a rung: 1 is best, and equal trials share the mean of their ranks.
     *
     * @param rung in [0, {@link #rungsReached})
     */
    public double rank(int row, int rung) {
        return scoresByRung[rung].rank(score(row, rung));
    }

    /**
     * The trial's score at a rung; larger is better.
     *
     * @param rung in [0, {@link #rungsReached})
     */
    public double score(int row, int rung) {
        return rows.get(row).scores[rung];
    }

    /**
     * The rung whose rank says how good the trial is. For most trials it is the deepest rung, which only good trials
     * reach. For a trial that scores {@link #WORST} it is the lowest, however far it was trained. A trial of {@code
     * start_with} is trained to the top whatever its values: for it, it is the first rung at which it is not in the better
     * half, or the deepest.
     */
    public int decisiveRung(int row) {
        int deepest = rungsReached(row) - 1;
        if (score(row, deepest) == WORST) {
            return 0;
        }
        if (!isEnqueued(row)) {
            return deepest;
        }
        int rung = 0;
        while (rung < deepest && 2 * rank(row, rung) <= rankedAt(rung) + 1) {
            rung++;
        }
        return rung;
    }

    /** Whether the trial has a finite value by this rung that satisfies all constraints. */
    public boolean isFeasible(int row, int rung) {
        return score(row, rung) > ConstraintViolation.BEST;
    }

    /** Whether the trial has finite values, but none that satisfies all constraints. */
    public boolean violatesConstraints(int row) {
        int deepest = rungsReached(row) - 1;
        return deepest >= 0 && !isFeasible(row, deepest) && score(row, deepest) != WORST;
    }

    /** Whether the trial violates a constraint at a rung and more training is not expected to change that. */
    boolean violatesPermanently(int row, int rung) {
        return !isFeasible(row, rung)
                && !ConstraintViolation.mayImprove(trial(row).curve());
    }

    /** Whether no finite value that satisfies all constraints is expected of the trial. */
    public boolean isHopeless(int row, int rung) {
        return score(row, rung) == WORST || violatesPermanently(row, rung);
    }

    /** The scores at all rungs where the trial is ranked. */
    private double[] scoresOf(Trial trial) {
        int furthestEpoch = trial.state().isFinished()
                ? Math.max(trial.targetEpoch(), trial.curve().epochs())
                : trial.curve().epochs();
        int reached = 0;
        while (reached < rungs.size() && rungs.get(reached) <= furthestEpoch) {
            reached++;
        }
        double[] scores = new double[reached];
        Arrays.fill(scores, WORST);
        if (trial.state() == TrialState.FAILED) {
            return scores;
        }
        double best = WORST;
        int epoch = 0;
        for (int rung = 0; rung < reached; rung++) {
            for (; epoch < Math.min(rungs.get(rung), trial.curve().epochs()); epoch++) {
                best = Math.max(best, scoreOf(trial.curve(), epoch + 1));
            }
            scores[rung] = best;
        }
        return scores;
    }

    private double scoreOf(LearningCurve curve, int epoch) {
        double value = curve.at(epoch);
        if (Double.isFinite(value)) {
            return goal.signed(value);
        }
        return curve.isConstrained() ? ConstraintViolation.score(curve.measured(epoch)) : WORST;
    }
}
