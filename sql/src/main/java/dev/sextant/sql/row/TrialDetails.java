package dev.sextant.sql.row;

import dev.sextant.common.run.Checkpoint;
import java.util.List;

/**
 * One trial with its runs, measurements, checkpoints, decisions and notes.
 *
 * @param checkpoints checkpoints, newest first
 */
public record TrialDetails(
        TrialSummary trial,
        List<RunSummary> runs,
        List<Measurement> curve,
        List<Checkpoint> checkpoints,
        List<DecisionRow> decisions,
        List<Note> notes) {}
