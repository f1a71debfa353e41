package dev.sextant.sql.row;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import java.util.List;

/**
 * An earlier study that a study learns from, as it was when the study was created.
 *
 * @param trials its trials, ordered by number
 */
public record EarlierStudyRow(StudySpec spec, List<Trial> trials) {
    public EarlierStudyRow {
        trials = List.copyOf(trials);
    }
}
