package dev.sextant.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.connect.StudyLockedException;
import dev.sextant.sql.row.StudyRow;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StudiesTest {
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(SharedServer.newDatabase());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void givesBackWhatWasCreated() {
        StudySpec spec = Samples.spec("kept");
        StudyRow row = database.studies().createIfAbsent(spec);
        assertThat(row.spec()).isEqualTo(spec);
        assertThat(row.specHash()).isEqualTo(SpecJson.hash(spec));
        assertThat(row.state()).isEqualTo(StudyState.CREATED);
        assertThat(database.studies().find("kept")).contains(row);
        assertThat(database.studies().find("unknown")).isEmpty();
    }

    @Test
    void theFirstOfManyCreatorsWinsAndAllSeeItsRow() throws Exception {
        List<StudyRow> rows = Concurrently.run(8, i -> database.studies()
                .createIfAbsent(Samples.spec("contended", new Objective("metric-" + i, Goal.MAXIMIZE, List.of()))));
        assertThat(rows).hasSize(8).allMatch(row -> row.equals(rows.get(0)));
        assertThat(database.reader().decisions("contended", 10)).hasSize(1);
    }

    @Test
    void onlyOneOfManyGetsTheLock() throws Exception {
        StudyRow row = database.studies().createIfAbsent(Samples.spec("wanted"));
        List<StudyJournal> journals = Concurrently.run(6, i -> {
            try {
                return database.studies().lock(row, "coordinator " + i);
            } catch (StudyLockedException e) {
                return null;
            }
        });
        List<StudyJournal> winners =
                journals.stream().filter(java.util.Objects::nonNull).toList();
        assertThat(winners).hasSize(1);
        winners.get(0).close();
    }
}
