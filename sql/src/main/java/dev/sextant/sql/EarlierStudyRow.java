package dev.sextant.sql;

import dev.sextant.common.study.StudySpec;
import java.util.List;

/**
 * An earlier study that a study was told to learn from, as it was when it was copied.
 *
 * @param trials by number
 */
public record EarlierStudyRow(StudySpec spec, List<EarlierTrialRow> trials) {
    public EarlierStudyRow {
        trials = List.copyOf(trials);
    }
}
