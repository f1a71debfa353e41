package dev.sextant.sql;

import static dev.sextant.sql.Samples.START;
import static dev.sextant.sql.Samples.configuration;
import static dev.sextant.sql.Samples.epoch;
import static dev.sextant.sql.Samples.paused;
import static dev.sextant.sql.SingleWrites.endRun;
import static dev.sextant.sql.SingleWrites.recordEpochs;
import static dev.sextant.sql.SingleWrites.startTrial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.EarlierStudyRow;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EarlierStudiesTest {
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(SharedServer.newDatabase());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static StudySpec learning(String name, String... earlier) {
        StudySpec spec = Samples.spec(name);
        return new StudySpec(
                spec.name(),
                spec.objective(),
                spec.trainer(),
                spec.space(),
                spec.fidelity(),
                new SearchSettings("auto", 7, List.of(earlier), new TreeMap<>()),
                spec.budget(),
                spec.startWith(),
                spec.cluster());
    }

    private static void trial(StudyJournal journal, int number, double... values) {
        RunKey key = startTrial(journal, number, configuration(number), number, 9, 0, START);
        for (int i = 0; i < values.length; i++) {
            recordEpochs(journal, epoch(key, i + 1, values[i]));
        }
        endRun(journal, paused(key, values.length));
    }

    private static List<EarlierStudyRow> earlier(StudySpec spec) {
        try (StudyJournal journal =
                database.studies().lock(database.studies().find(spec.name()).orElseThrow(), "test")) {
            return journal.earlierStudies();
        }
    }

    @Test
    void keepsEarlierTrialsAsTheyWereWhenTheStudyWasCreated() {
        StudySpec source = Samples.spec("source");
        StudySpec spec = learning("learner", "source");
        List<EarlierStudyRow> taken;
        try (StudyJournal journal = database.studies().lock(database.studies().createIfAbsent(source), "test")) {
            trial(journal, 1, 0.5, 0.7, Double.NaN);
            trial(journal, 2, 0.25);

            database.studies().createIfAbsent(spec);
            taken = earlier(spec);
            assertThat(taken)
                    .containsExactly(new EarlierStudyRow(
                            source,
                            List.of(
                                    new Trial(
                                            1,
                                            configuration(1),
                                            TrialState.PAUSED,
                                            9,
                                            "source",
                                            LearningCurve.of(0.5, 0.7, Double.NaN)),
                                    new Trial(
                                            2,
                                            configuration(2),
                                            TrialState.PAUSED,
                                            9,
                                            "source",
                                            LearningCurve.of(0.25)))));

            trial(journal, 3, 0.9);
        }
        database.studies().createIfAbsent(spec);
        assertThat(earlier(spec)).as("the earlier study went on").isEqualTo(taken);
        database.studies().delete(database.studies().find("source").orElseThrow(), "eve@desk");
        assertThat(earlier(spec)).as("the earlier study is gone").isEqualTo(taken);
        assertThat(database.reader().decisions("learner", 1).get(0).reason())
                .isEqualTo("the study was created with trials to learn from: 2 of source");

        database.studies().delete(database.studies().find("learner").orElseThrow(), "eve@desk");
        assertThat(database.studies().find("learner")).isEmpty();
    }

    @Test
    void createsNothingWhereAnEarlierStudyIsMissing() {
        StudySpec spec = learning("without", "nowhere");
        assertThatThrownBy(() -> database.studies().createIfAbsent(spec))
                .isExactlyInstanceOf(DatabaseException.class)
                .hasMessage(
                        "search.warm_start: study nowhere does not exist in this database. `sextant list` shows the studies"
                                + " that do");
        assertThat(database.studies().find("without")).isEmpty();
    }

    @Test
    void takesSeveralInTheirOrder() {
        database.studies().createIfAbsent(Samples.spec("one"));
        database.studies().createIfAbsent(Samples.spec("another"));
        StudySpec spec = learning("of-two", "one", "another");
        database.studies().createIfAbsent(spec);
        assertThat(earlier(spec))
                .extracting(row -> row.spec().name(), row -> row.trials().size())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("one", 0),
                        org.assertj.core.groups.Tuple.tuple("another", 0));
    }
}
