package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.study.Budget;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.connect.DatabaseGoneException;
import dev.sextant.sql.row.StudyRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WriteBatchTest {
    private static StudyDatabase database;

    private final ManualTime time = new ManualTime();
    private final List<String> done = new ArrayList<>();
    private StudyRow study;
    private StudyJournal journal;
    private WriteBatch batch;

    @BeforeAll
    static void openDatabase() {
        database = StudyDatabase.open();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void open() {
        StudySpec spec = SampleRuns.spec(
                database.newStudy(), SampleRuns.ACCURACY, "asha", Budget.UNLIMITED, SampleRuns.cluster(1, 0));
        study = database.direct().studies().createIfAbsent(spec);
        journal = database.direct().studies().lock(study, "a test");
        batch = new WriteBatch(journal, new DatabaseRetry(Duration.ofSeconds(3), time, time, done::add));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void writesAllRowsInOneTransactionThenDoesWhatFollows() throws InterruptedException {
        batch.then(() -> done.add("first consequence, state " + state()));
        batch.add(rows -> rows.studyBecomes(StudyState.RUNNING, "it runs"));
        batch.then(() -> done.add("second consequence"));
        batch.add(rows -> done.add("second row, state " + state()));

        batch.commit();

        assertThat(done)
                .containsExactly("second row, state CREATED", "first consequence, state RUNNING", "second consequence");
    }

    @Test
    void doesNothingTwice() throws InterruptedException {
        batch.add(rows -> done.add("row"));
        batch.then(() -> done.add("consequence"));

        batch.commit();
        batch.commit();

        assertThat(done).containsExactly("row", "consequence");
    }

    @Test
    void writesAllRowsAgainIfTheDatabaseWasGone() throws InterruptedException {
        batch.add(rows -> {
            done.add("first row");
            rows.studyBecomes(StudyState.RUNNING, "it runs");
        });
        batch.add(rows -> {
            done.add("second row");
            if (time.sleeps() < 2) {
                throw new DatabaseGoneException("The database is gone", null);
            }
        });
        batch.then(() -> done.add("consequence"));

        batch.commit();

        assertThat(done)
                .containsExactly(
                        "first row",
                        "second row",
                        "The database is gone; retrying for 3s",
                        "first row",
                        "second row",
                        "first row",
                        "second row",
                        "The database is back",
                        "consequence");
        assertThat(state()).isEqualTo(StudyState.RUNNING);
    }

    @Test
    void writesNothingAndDoesNothingIfTheDatabaseStaysAway() {
        batch.add(rows -> rows.studyBecomes(StudyState.RUNNING, "it runs"));
        batch.add(rows -> {
            throw new DatabaseGoneException("The database is gone", null);
        });
        batch.then(() -> done.add("consequence"));

        assertThatThrownBy(batch::commit).isInstanceOf(DatabaseGoneException.class);

        assertThat(state()).isEqualTo(StudyState.CREATED);
        assertThat(done).doesNotContain("consequence");
    }

    @Test
    void keepsWhatAConsequenceAddsForTheNextCommit() throws InterruptedException {
        batch.then(() -> batch.then(() -> done.add("later")));

        batch.commit();
        assertThat(done).isEmpty();
        batch.commit();
        assertThat(done).containsExactly("later");
    }

    /** As another connection sees it. */
    private StudyState state() {
        return database.proxied()
                .studies()
                .find(study.spec().name())
                .orElseThrow()
                .state();
    }
}
