package dev.sextant.coordinator.search.rung;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Decides which paused trial is promoted to its next rung, in every bracket of one view of a study. Immutable. */
public final class Promotions {
    private static final int NONE = -1;

    private final StudyView view;
    private final RungTable table;
    /** The bracket of each trial; {@link #NONE} for a trial of {@code start_with}, which counts in all brackets. */
    private final int[] bracketOf;

    private final List<Bracket> brackets = new ArrayList<>();
    private final int nextBracket;

    /** The trials of a bracket, counted by rung. */
    private static final class Bracket {
        /** Number of trials that are ranked at each rung, without those that violate a constraint permanently. */
        private final int[] ranked;
        /** Row of the best trial that is paused at each rung; {@link #NONE} when there is none. */
        private final int[] bestPaused;
        /** Number of rungs reached by the running or pending trial that reached the fewest. */
        private int fewestReachedByRunning = Integer.MAX_VALUE;

        private Bracket(int rungs) {
            ranked = new int[rungs];
            bestPaused = new int[rungs];
            Arrays.fill(bestPaused, NONE);
        }
    }

    /**
     * A paused trial that is promoted from a rung to the next.
     *
     * @param trial number of the trial
     * @param rank its rank among the trials of its bracket at the rung, from 1
     * @param trials number of these trials
     * @param value its best value of the objective metric so far; empty when it violates constraints
     */
    public record Promotion(int trial, int bracket, int rung, int rank, int trials, OptionalDouble value) {}

    /**
     * Finds the trials that can be promoted in a view.
     *
     * @param table follows the study and has seen this view
     */
    public Promotions(StudyView view, RungTable table, Brackets assignment) {
        this.view = view;
        this.table = table;
        for (int bracket = 0; bracket < assignment.count(); bracket++) {
            brackets.add(new Bracket(view.rungs().size()));
        }
        bracketOf = new int[table.size()];
        int position = 0;
        for (int row = 0; row < table.size(); row++) {
            bracketOf[row] = table.isEnqueued(row) ? NONE : assignment.bracketOf(position++);
            count(row);
        }
        nextBracket = assignment.bracketOf(position);
    }

    /** Number of brackets. */
    public int brackets() {
        return brackets.size();
    }

    /** The bracket of the trial that starts next. */
    public int nextBracket() {
        return nextBracket;
    }

    private void count(int row) {
        int deepest = table.rungsReached(row) - 1;
        for (int number = 0; number < brackets.size(); number++) {
            if (!isIn(row, number)) {
                continue;
            }
            Bracket bracket = brackets.get(number);
            for (int rung = number; rung <= deepest; rung++) {
                bracket.ranked[rung] += table.violatesPermanently(row, rung) ? 0 : 1;
            }
            Trial trial = table.trial(row);
            switch (trial.state()) {
                case PAUSED -> {
                    if (deepest >= number && bracketOf[row] == number && !table.isHopeless(row, deepest)) {
                        offerPaused(bracket, row, deepest);
                    }
                }
                case RUNNING, PENDING ->
                    bracket.fewestReachedByRunning = Math.min(bracket.fewestReachedByRunning, deepest + 1);
                case COMPLETED, STOPPED, FAILED -> {}
            }
        }
    }

    private void offerPaused(Bracket bracket, int row, int rung) {
        int best = bracket.bestPaused[rung];
        if (best == NONE || isBetter(row, best, rung)) {
            bracket.bestPaused[rung] = row;
        }
    }

    private boolean isIn(int row, int bracket) {
        return bracketOf[row] == bracket || bracketOf[row] == NONE;
    }

    /** Whether a trial is better than another at a rung; of equal trials the older one is better. */
    private boolean isBetter(int row, int other, int rung) {
        double score = table.score(row, rung);
        double otherScore = table.score(other, rung);
        return score > otherScore || (score == otherScore && row < other);
    }

    /**
     * The best paused trial that is in the top 1/η of its rung, from the highest rung down; empty when there is none.
     *
     * @param slack limits the trials promoted from a rung to {@code slack} / η of its trials, at least 1. The top 1/η changes
     *     while trials come in, so that more than 1/η of them would be promoted over time; infinite for no limit
     */
    public Optional<Promotion> next(double slack) {
        return find((bracket, rung) -> {
            double share = (double) bracket.ranked[rung] / view.reduction();
            return bracket.ranked[rung + 1] < slack * share ? (int) share : 0;
        });
    }

    /**
     * The trial to promote when no new trial can be started: as {@link #next}, but the best trial of a rung is promoted
     * even when the rung has fewer than η trials. Rungs that a running or pending trial can still reach have to wait.
     */
    public Optional<Promotion> nextWithoutNewTrials() {
        return find((bracket, rung) ->
                bracket.fewestReachedByRunning <= rung ? 0 : Math.max(1, bracket.ranked[rung] / view.reduction()));
    }

    private interface Quota {
        /** Number of the rung's best trials that may be promoted. */
        int of(Bracket bracket, int rung);
    }

    private Optional<Promotion> find(Quota quota) {
        for (int rung = view.rungs().size() - 2; rung >= 0; rung--) {
            for (int number = 0; number < brackets.size(); number++) {
                Bracket bracket = brackets.get(number);
                int row = bracket.bestPaused[rung];
                int promotable = quota.of(bracket, rung);
                if (row == NONE || promotable == 0) {
                    continue;
                }
                int rank = rank(row, number, rung);
                if (rank <= promotable) {
                    return Optional.of(promotion(row, number, rung, rank));
                }
            }
        }
        return Optional.empty();
    }

    private Promotion promotion(int row, int bracket, int rung, int rank) {
        OptionalDouble value = table.isFeasible(row, rung)
                ? OptionalDouble.of(view.goal().signed(table.score(row, rung)))
                : OptionalDouble.empty();
        return new Promotion(table.trial(row).number(), bracket, rung, rank, brackets.get(bracket).ranked[rung], value);
    }

    private int rank(int row, int bracket, int rung) {
        int rank = 1;
        for (int rival = 0; rival < table.size(); rival++) {
            if (isIn(rival, bracket)
                    && table.rungsReached(rival) > rung
                    && isBetter(rival, row, rung)
                    && !table.violatesPermanently(rival, rung)) {
                rank++;
            }
        }
        return rank;
    }
}
