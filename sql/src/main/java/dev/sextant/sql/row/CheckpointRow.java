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
    /** Returns whether its file must exist: the trial resumes from it, or it is the trial's model. */
    public boolean isNeeded() {
        return best || latest;
    }
}
