package dev.sextant.sql.row;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import java.util.List;

/**
 * An earlier study that a study was told to learn from, as it was when it was copied.
 *
 * @param trials by number
 */
public record EarlierStudyRow(StudySpec spec, List<Trial> trials) {
    public EarlierStudyRow {
        trials = List.copyOf(trials);
    }
}
