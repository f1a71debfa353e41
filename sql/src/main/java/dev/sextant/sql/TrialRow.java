package dev.sextant.sql;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.TrialState;
import java.util.List;
import java.util.Optional;

/**
 * One trial as its rows say.
 *
 * @param targetEpoch the epoch that its latest run is or was for
 * @param latestRun its latest run and attempt
 * @param checkpoints the latest complete ones, the newest first, at most {@link #CHECKPOINTS}: as many as are kept
 * @param curve the objective metric after each epoch; NaN where a constraint was broken: it counts for nothing
 */
public record TrialRow(
        int number,
        Configuration configuration,
        long seed,
        TrialState state,
        Optional<FailureKind> failure,
        int targetEpoch,
        String proposedBy,
        RunKey latestRun,
        List<Checkpoint> checkpoints,
        LearningCurve curve) {
    /** The newest, and one to go back to when its file is lost. */
    public static final int CHECKPOINTS = 2;

    /** The latest complete checkpoint. */
    public Optional<Checkpoint> checkpoint() {
        return checkpoints.stream().findFirst();
    }
}
