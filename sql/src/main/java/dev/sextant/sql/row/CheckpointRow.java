package dev.sextant.sql.row;

import dev.sextant.common.run.Checkpoint;
import java.time.Instant;

/**
 * A checkpoint that was recorded.
 *
 * @param best whether it is that of the trial's best epoch
 * @param latest whether it is the trial's latest
 */
public record CheckpointRow(
        String study, int trial, Checkpoint checkpoint, boolean best, boolean latest, Instant createdAt) {
    /** Expression of {@link #best}, for the tables checkpoint {@code c} and trial {@code t}. */
    public static final String BEST = "coalesce(c.epoch = coalesce(t.feasible_epoch, t.best_epoch), false)";

    /** Expression of {@link #latest}, for the table checkpoint {@code c}. */
    public static final String LATEST =
            "row_number() OVER (PARTITION BY c.study_id, c.trial ORDER BY c.run DESC, c.attempt DESC, c.epoch DESC) = 1";

    /** Returns whether its file must exist: the trial resumes from it, or it is the trial's model. */
    public boolean isNeeded() {
        return best || latest;
    }
}
