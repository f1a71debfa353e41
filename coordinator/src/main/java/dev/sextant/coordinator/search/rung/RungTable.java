package dev.sextant.coordinator.search.rung;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where every trial of a study stands on its rungs. Follows a study from view to view at the price of what is new in it;
 * holds nothing that a view does not say. Not safe for use by several threads.
 *
 * <p>A trial has a standing at a rung when it was trained that far, or when it ended on the way to it (failed, stopped
 * or by its own early stop): then more is not to be known. Its value there is its best so far, among finite values that keep
 * all constraints. Trials that have none but came near are worse than all others, the nearer the better ({@link
 * ConstraintViolation}); a failed trial, and one without a finite value, is worse than those at each of its rungs.
 */
public final class RungTable {
    /** The score of what failed or has no finite value. */
    public static final double WORST = Double.NEGATIVE_INFINITY;

    private Goal goal = Goal.MAXIMIZE;
    private List<Integer> rungs = List.of();
    private Set<Configuration> startWith = Set.of();
    private Trial[] seen = new Trial[0];
    private double[][] scores = new double[0][];
    private boolean[] enqueued = new boolean[0];
    private SortedScores[] byRung = new SortedScores[0];
    private int size;

    /** Makes this the table of the view. */
    public void follow(StudyView view) {
        Set<Configuration> nowFirst = new HashSet<>(view.startWith());
        if (view.goal() != goal || !view.rungs().equals(rungs) || !nowFirst.equals(startWith)) {
            goal = view.goal();
            rungs = view.rungs();
            startWith = nowFirst;
            forget(0);
            byRung = new SortedScores[rungs.size()];
            Arrays.setAll(byRung, rung -> new SortedScores());
        }
        forget(view.trials().size());
        size = view.trials().size();
        if (size > seen.length) {
            seen = Arrays.copyOf(seen, Math.max(size, 2 * seen.length));
            scores = Arrays.copyOf(scores, seen.length);
            enqueued = Arrays.copyOf(enqueued, seen.length);
        }
        int row = 0;
        for (Trial trial : view.trials()) {
            // The same object unless the trial has moved on, which equals sees at once.
            if (!trial.equals(seen[row])) {
                replace(row, scoresOf(trial));
                enqueued[row] = startWith.contains(trial.configuration());
                seen[row] = trial;
            }
            row++;
        }
    }

    /** Drops the rows from one on. */
    private void forget(int from) {
        for (int row = from; row < size; row++) {
            replace(row, new double[0]);
            seen[row] = null;
        }
        size = Math.min(size, from);
    }

    private void replace(int row, double[] now) {
        double[] before = scores[row] == null ? new double[0] : scores[row];
        for (int rung = 0; rung < Math.max(before.length, now.length); rung++) {
            boolean same = rung < before.length && rung < now.length && before[rung] == now[rung];
            if (rung < before.length && !same) {
                byRung[rung].remove(before[rung]);
            }
            if (rung < now.length && !same) {
                byRung[rung].add(now[rung]);
            }
        }
        scores[row] = now;
    }

    /** Number of trials. */
    public int size() {
        return size;
    }

    /** @param row the trial's number less 1 */
    public Trial trial(int row) {
        return Objects.requireNonNull(seen[row]);
    }

    /** Whether the study's author enqueued the trial's configuration. */
    public boolean isEnqueued(int row) {
        return enqueued[row];
    }

    /** How many rungs, from the lowest, the trial has a standing at. */
    public int standings(int row) {
        return scores[row].length;
    }

    /** The deepest rung at which so many trials have a standing; empty when none has. */
    public Optional<Integer> deepestWith(int trials) {
        for (int rung = byRung.length - 1; rung >= 0; rung--) {
            if (standing(rung) >= trials) {
                return Optional.of(rung);
            }
        }
        return Optional.empty();
    }

    /** How many trials have a standing at a rung. */
    public int standing(int rung) {
        return byRung[rung].size();
    }

    /**
     * The trial's rank at a rung among all trials with a standing there: 1 is best, equals share the mean of theirs.
     *
     * @param rung in [0, {@link #standings})
     */
    public double rank(int row, int rung) {
        return byRung[rung].rank(scores[row][rung]);
    }

    /**
     * The trial's value at a rung, negated when the goal is to minimise: larger is better.
     *
     * @param rung in [0, {@link #standings})
     */
    public double score(int row, int rung) {
        return scores[row][rung];
    }

    /**
     * The deepest rung at which the trial's standing says how good it is: the deepest of all for a trial that had to be among
     * the best to get there. What failed is as bad as can be, however far it got. One that the study's author enqueued is
     * trained to the top whatever its values: it counts as far as it stood in the better half.
     */
    public int deepest(int row) {
        int last = standings(row) - 1;
        if (score(row, last) == WORST) {
            return 0;
        }
        if (!enqueued[row]) {
            return last;
        }
        int rung = 0;
        while (rung < last && 2 * rank(row, rung) <= standing(rung) + 1) {
            rung++;
        }
        return rung;
    }

    /** Whether the trial's best value so far at a rung is one that keeps all constraints, and finite. */
    public boolean counts(int row, int rung) {
        return score(row, rung) > ConstraintViolation.BEST;
    }

    /** Whether the trial has measured finite values, but none that keeps all constraints. */
    public boolean breaksConstraints(int row) {
        int last = standings(row) - 1;
        return last >= 0 && !counts(row, last) && score(row, last) != WORST;
    }

    /** Whether the trial breaks a constraint at a rung that training does not mend. */
    public boolean breaksForGood(int row, int rung) {
        return !counts(row, rung) && !ConstraintViolation.mayBeMended(trial(row).curve());
    }

    /** Whether the trial's value at a rung will not become one that counts, as far as is known. */
    public boolean isHopeless(int row, int rung) {
        return score(row, rung) == WORST || breaksForGood(row, rung);
    }

    private double[] scoresOf(Trial trial) {
        int furthest = trial.state().isFinished()
                ? Math.max(trial.targetEpoch(), trial.curve().epochs())
                : trial.curve().epochs();
        int count = 0;
        while (count < rungs.size() && rungs.get(count) <= furthest) {
            count++;
        }
        double[] row = new double[count];
        Arrays.fill(row, WORST);
        if (trial.state() == TrialState.FAILED) {
            return row;
        }
        double best = WORST;
        int epoch = 0;
        for (int rung = 0; rung < count; rung++) {
            for (; epoch < Math.min(rungs.get(rung), trial.curve().epochs()); epoch++) {
                best = Math.max(best, score(trial.curve(), epoch + 1));
            }
            row[rung] = best;
        }
        return row;
    }

    private double score(LearningCurve curve, int epoch) {
        double value = curve.at(epoch);
        if (Double.isFinite(value)) {
            return goal.signed(value);
        }
        return curve.isConstrained() ? ConstraintViolation.score(curve.measured(epoch)) : WORST;
    }
}
