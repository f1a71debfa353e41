package dev.sextant.sql.row;

import dev.sextant.common.run.Checkpoint;
import java.util.List;

/**
 * One trial with all that is known of it.
 *
 * @param checkpoints the latest first
 */
public record TrialDetails(
        TrialSummary trial,
        List<RunSummary> runs,
        List<Measurement> curve,
        List<Checkpoint> checkpoints,
        List<DecisionRow> decisions) {}
