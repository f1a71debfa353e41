package dev.sextant.coordinator.search.rung;

import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** One look at the rungs of every bracket: who may go on. */
public final class Rungs {
    private final StudyView view;
    private final RungTable table;
    private final Brackets brackets;
    /** [trials], −1 for a trial that the user enqueued: trained to the top whatever its values, it is in all brackets. */
    private final int[] bracketOf;

    private final int nextBracket;
    /** [bracket][rung]: how many trials have a standing there, without those that break a constraint for good. */
    private final int[][] standing;
    /** [bracket][rung]: the row of the best trial that is paused there, −1 for none. */
    private final int[][] bestPaused;
    /** [bracket]: of its trials under way, at how many rungs the one with the fewest has a standing. */
    private final int[] fewestUnderWay;

    /**
     * A paused trial that goes on to the next rung.
     *
     * @param rank from 1, of {@code trials} at the rung
     * @param value the objective metric, best so far; empty where it breaks constraints
     */
    public record Promotion(int trial, int bracket, int rung, int rank, int trials, OptionalDouble value) {}

    private Rungs(StudyView view, RungTable table, Brackets brackets) {
        this.view = view;
        this.table = table;
        this.brackets = brackets;
        int rungs = view.rungs().size();
        bracketOf = new int[table.size()];
        standing = new int[brackets.count()][rungs];
        bestPaused = new int[brackets.count()][rungs];
        fewestUnderWay = new int[brackets.count()];
        for (int bracket = 0; bracket < brackets.count(); bracket++) {
            Arrays.fill(bestPaused[bracket], -1);
        }
        Arrays.fill(fewestUnderWay, Integer.MAX_VALUE);
        int position = 0;
        for (int row = 0; row < table.size(); row++) {
            bracketOf[row] = table.isEnqueued(row) ? -1 : brackets.of(position++);
            add(row);
        }
        nextBracket = brackets.of(position);
    }

    public static Rungs of(StudyView view, RungTable table, Brackets brackets) {
        return new Rungs(view, table, brackets);
    }

    public Brackets brackets() {
        return brackets;
    }

    /** The bracket of the trial that starts next. */
    public int nextBracket() {
        return nextBracket;
    }

    private void add(int row) {
        Trial trial = table.trial(row);
        int last = table.standings(row) - 1;
        for (int bracket = 0; bracket < brackets.count(); bracket++) {
            if (!isIn(row, bracket)) {
                continue;
            }
            for (int rung = bracket; rung <= last; rung++) {
                standing[bracket][rung] += table.breaksForGood(row, rung) ? 0 : 1;
            }
            switch (trial.state()) {
                case PAUSED -> {
                    int best = last < bracket ? -1 : bestPaused[bracket][last];
                    if (last >= bracket
                            && bracketOf[row] == bracket
                            && !table.isHopeless(row, last)
                            && (best < 0 || isBetter(row, best, last))) {
                        bestPaused[bracket][last] = row;
                    }
                }
                case RUNNING, PENDING -> fewestUnderWay[bracket] = Math.min(fewestUnderWay[bracket], last + 1);
                case COMPLETED, STOPPED, FAILED -> {}
            }
        }
    }

    private boolean isIn(int row, int bracket) {
        return bracketOf[row] == bracket || bracketOf[row] < 0;
    }

    /** Of two trials at a rung; the older one of equals. */
    private boolean isBetter(int row, int other, int rung) {
        double score = table.score(row, rung);
        double otherScore = table.score(other, rung);
        return score > otherScore || (score == otherScore && row < other);
    }

    /**
     * The paused trial that goes on: in the top 1/η of its rung, from the highest rung down.
     *
     * @param slack how many times 1/η of a rung's trials may have gone on in all; at least 1. The best 1/η change while trials
     *     come in, so that more than that share goes on; infinite for no limit
     */
    public Optional<Promotion> promotion(double slack) {
        return find((bracket, rung) -> {
            double share = (double) standing[bracket][rung] / view.reduction();
            return standing[bracket][rung + 1] < slack * share ? (int) share : 0;
        });
    }

    /**
     * The same when no trial can be started any more: at least one of a rung that nobody under way can still come to.
     */
    public Optional<Promotion> promotionAtTheEnd() {
        return find((bracket, rung) ->
                fewestUnderWay[bracket] <= rung ? 0 : Math.max(1, standing[bracket][rung] / view.reduction()));
    }

    private interface Quota {
        /** How many trials of the rung may go on, the best ones. */
        int at(int bracket, int rung);
    }

    private Optional<Promotion> find(Quota quota) {
        for (int rung = view.rungs().size() - 2; rung >= 0; rung--) {
            for (int bracket = 0; bracket < brackets.count(); bracket++) {
                int row = bestPaused[bracket][rung];
                int most = quota.at(bracket, rung);
                if (row < 0 || most == 0) {
                    continue;
                }
                int rank = rank(row, bracket, rung);
                if (rank <= most) {
                    double score = table.score(row, rung);
                    return Optional.of(new Promotion(
                            table.trial(row).number(),
                            bracket,
                            rung,
                            rank,
                            standing[bracket][rung],
                            table.counts(row, rung)
                                    ? OptionalDouble.of(view.goal().signed(score))
                                    : OptionalDouble.empty()));
                }
            }
        }
        return Optional.empty();
    }

    private int rank(int row, int bracket, int rung) {
        int rank = 1;
        for (int rival = 0; rival < table.size(); rival++) {
            if (isIn(rival, bracket)
                    && table.standings(rival) > rung
                    && isBetter(rival, row, rung)
                    && !table.breaksForGood(rival, rung)) {
                rank++;
            }
        }
        return rank;
    }
}
