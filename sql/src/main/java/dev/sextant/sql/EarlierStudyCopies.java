package dev.sextant.sql;

import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.EarlierStudyRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Copies the trials of earlier studies into a study that is being created, and reads the copies. */
final class EarlierStudyCopies {
    private final Handle handle;
    private final long study;

    EarlierStudyCopies(Handle handle, long study) {
        this.handle = handle;
        this.study = study;
    }

    /**
     * Copies the studies that the specification names for a warm start.
     *
     * @return number of copied trials by study
     * @throws DatabaseException if one of the studies does not exist
     */
    SortedMap<String, Long> copy(StudySpec spec) {
        SortedMap<String, Long> trials = new TreeMap<>();
        int position = 0;
        for (String name : spec.search().warmStart()) {
            position++;
            // The lock keeps the study from being deleted between the two statements.
            int found = handle.createUpdate(
                            """
                            WITH source AS (SELECT name, spec FROM study WHERE name = :name FOR KEY SHARE)
                            INSERT INTO earlier_study (study_id, position, name, spec)
                            SELECT :study, :position, name, spec FROM source""")
                    .bind("study", study)
                    .bind("position", position)
                    .bind("name", name)
                    .execute();
            if (found == 0) {
                throw new DatabaseException("search.warm_start: study " + name
                        + " does not exist in this database. `sextant list` shows the studies that do");
            }
            trials.put(name, (long) copyTrials(position, name));
        }
        return trials;
    }

    private int copyTrials(int position, String name) {
        return handle.createUpdate(
                        """
                        INSERT INTO earlier_trial (study_id, position, trial, state, params, target_epoch, curve)
                        SELECT :study, :position, t.trial, t.state, t.params, t.target_epoch,
                               ARRAY(SELECT e.value
                                     FROM (SELECT epoch, row_number() OVER (ORDER BY epoch) AS place,
                                                  CASE WHEN feasible THEN value ELSE 'NaN' END AS value
                                           FROM epoch
                                           WHERE study_id = t.study_id AND trial = t.trial) e
                                     WHERE e.epoch = e.place -- up to the first gap
                                     ORDER BY e.epoch)
                        FROM trial t JOIN study s ON s.id = t.study_id
                        WHERE s.name = :name""")
                .bind("study", study)
                .bind("position", position)
                .bind("name", name)
                .execute();
    }

    List<EarlierStudyRow> load() {
        record Source(int position, StudySpec spec) {}
        List<Source> sources = handle.createQuery(
                        "SELECT position, spec FROM earlier_study WHERE study_id = :study ORDER BY position")
                .bind("study", study)
                .map((row, context) -> new Source(row.getInt(1), SpecJson.read(row.getString(2))))
                .list();
        List<EarlierStudyRow> studies = new ArrayList<>();
        for (Source source : sources) {
            studies.add(new EarlierStudyRow(
                    source.spec(),
                    handle.createQuery(
                                    """
                                    SELECT trial, state, params, target_epoch, curve FROM earlier_trial
                                    WHERE study_id = :study AND position = :position ORDER BY trial""")
                            .bind("study", study)
                            .bind("position", source.position())
                            .map((row, context) -> trial(row, source.spec()))
                            .list()));
        }
        return studies;
    }

    private static Trial trial(ResultSet row, StudySpec spec) throws SQLException {
        Double[] curve = (Double[]) row.getArray("curve").getArray();
        return new Trial(
                        row.getInt("trial"),
                        SpecJson.readConfiguration(row.getString("params"), spec.space()),
                        TrialState.valueOf(row.getString("state")),
                        row.getInt("target_epoch"),
                        spec.name(),
                        LearningCurve.of(Stream.of(curve)
                                .mapToDouble(Double::doubleValue)
                                .toArray()))
                .asCounted();
    }
}
