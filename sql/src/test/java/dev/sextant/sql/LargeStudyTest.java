package dev.sextant.sql;

import static dev.sextant.sql.Samples.START;
import static dev.sextant.sql.Samples.configuration;
import static dev.sextant.sql.Samples.epoch;
import static dev.sextant.sql.Samples.epochWithCheckpoint;
import static dev.sextant.sql.SingleWrites.recordEpochs;
import static dev.sextant.sql.SingleWrites.startTrial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudyStatus;
import dev.sextant.sql.row.TrialOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prints how long things take; asserts that they are right, and of times nothing. */
class LargeStudyTest {
    private static final int TRIALS = 10_000;
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.open(SharedServer.newDatabase());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long begin = System.nanoTime();
        T result = work.get();
        System.out.printf("%-58s %8.1f ms%n", what, (System.nanoTime() - begin) / 1e6);
        return result;
    }

    @Test
    void readsAStudyOfTenThousandTrials() {
        StudyRow row = database.studies().createIfAbsent(Samples.spec("large"));
        fill(row.id());
        StudyQueries reader = database.reader();
        for (String pass : List.of("first: ", "again: ")) {
            StudyStatus status =
                    timed(pass + "status", () -> reader.status("large").orElseThrow());
            assertThat(status.study().trials()).isEqualTo(TRIALS);
            assertThat(status.trials()).containsEntry(TrialState.PAUSED, TRIALS - TRIALS / 9);
            assertThat(status.rungs().get(0).reached()).isEqualTo(TRIALS);
            assertThat(status.study().bestValue()).hasValue(1.0 - 1.0 / 9);
            assertThat(timed(pass + "studies", reader::studies)).isNotEmpty();
            assertThat(timed(pass + "leaderboard, 10", () -> reader.leaderboard("large", 10)))
                    .hasSize(10)
                    .first()
                    .satisfies(best -> assertThat(best.trial())
                            .isEqualTo(status.study().bestTrial().orElseThrow()));
            assertThat(timed(
                            pass + "trials, the last 50",
                            () -> reader.trials("large", Set.of(), TrialOrder.NEWEST, 50)))
                    .hasSize(50);
            assertThat(timed(
                            pass + "trials, all",
                            () -> reader.trials("large", Set.of(), TrialOrder.BEST, Integer.MAX_VALUE)))
                    .hasSize(TRIALS);
            assertThat(timed(pass + "one trial", () -> reader.trial("large", 5_000)))
                    .isPresent();
            AtomicInteger exported = new AtomicInteger();
            timed(pass + "export of measurements", () -> {
                exported.set(0);
                reader.exportMeasurements("large", measurement -> exported.incrementAndGet());
                return exported;
            });
            assertThat((long) exported.get()).isEqualTo(status.study().epochs());
            try (StudyJournal journal = database.studies().lock(row, "anna")) {
                assertThat(timed(pass + "load", journal::load).trials()).hasSize(TRIALS);
            }
        }
    }

    @Test
    void ranksOnlyTheTrialsOfTheStudyThatIsAskedFor() {
        long asked =
                database.studies().createIfAbsent(Samples.spec("one-of-many")).id();
        long other = database.studies().createIfAbsent(Samples.spec("another")).id();
        database.jdbi().useHandle(handle -> {
            insertTrials(handle, asked, 20);
            insertTrials(handle, other, 300);
        });
        for (String filter : List.of("study = 'one-of-many'", "study_id = " + asked)) {
            List<String> plan = database.jdbi().withHandle(handle -> handle.createQuery(
                            "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM leaderboard WHERE " + filter)
                    .mapTo(String.class)
                    .list());
            assertThat(plan)
                    .filteredOn(line -> line.contains("WindowAgg"))
                    .singleElement(STRING)
                    .contains("rows=20 ");
        }
    }

    private static void fill(long study) {
        database.jdbi().useTransaction(handle -> {
            insertTrials(handle, study, TRIALS);
            handle.execute(
                    """
                    INSERT INTO run (study_id, trial, run, attempt, state, from_epoch, to_epoch, slot, devices,
                                     lock_token, application, lease_until, started_at, ended_at)
                    SELECT ?, n, 1, 1, 'REACHED', 0, n % 9 + 1, n % 8, 1, 1, 'app-0', now(), now(), now()
                    FROM generate_series(1, 10000) n""",
                    study);
            handle.execute(
                    """
                    INSERT INTO epoch (study_id, trial, epoch, run, attempt, value, feasible, best, seconds)
                    SELECT ?, n, e, 1, 1, 1 - 1.0 / e, true, 1 - 1.0 / e, 0.5
                    FROM generate_series(1, 10000) n CROSS JOIN LATERAL generate_series(1, n % 9 + 1) e""",
                    study);
            handle.execute(
                    """
                    INSERT INTO measurement (study_id, trial, epoch, metric, value)
                    SELECT study_id, trial, epoch, 'accuracy', value FROM epoch WHERE study_id = ?""",
                    study);
            handle.execute(
                    """
                    UPDATE study SET trials = 10000,
                        epochs = (SELECT count(*) FROM epoch WHERE study_id = study.id) WHERE id = ?""",
                    study);
        });
        database.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
    }

    private static void insertTrials(Handle handle, long study, int trials) {
        handle.execute(
                """
                INSERT INTO trial (study_id, trial, state, params, seed, proposed_by, run, attempt, target_epoch,
                                   epoch, best_value, best_epoch, feasible_value, feasible_epoch, merit, ended_at)
                SELECT ?, n, CASE WHEN n % 9 = 0 THEN 'COMPLETED' ELSE 'PAUSED' END,
                       jsonb_build_object('learning_rate', 0.1 / n, 'layers', n % 4), n, 'random', 1, 1, n % 9 + 1,
                       n % 9 + 1, v, n % 9 + 1, v, n % 9 + 1, v, CASE WHEN n % 9 = 0 THEN now() END
                FROM generate_series(1, ?) n CROSS JOIN LATERAL (SELECT 1 - 1.0 / (n % 9 + 1) AS v) w""",
                study, trials);
    }

    @Test
    void writesEpochsInBatches() {
        StudyRow row = database.studies().createIfAbsent(Samples.spec("written"));
        try (StudyJournal journal = database.studies().lock(row, "anna")) {
            int trials = 64;
            List<RunKey> keys = timed("start of " + trials + " trials, one transaction each", () -> {
                List<RunKey> started = new ArrayList<>();
                for (int i = 1; i <= trials; i++) {
                    started.add(startTrial(journal, i, configuration(i), i, 9, i, START));
                }
                return started;
            });
            int epochs = 0;
            for (int batch : List.of(1, 8, 64)) {
                int first = epochs + 1;
                long begin = System.nanoTime();
                for (int round = 0; round < (batch == 1 ? 4 : 20); round++) {
                    epochs++;
                    for (int from = 0; from < trials; from += batch) {
                        List<RunReport.EpochDone> reports = new ArrayList<>();
                        for (RunKey key : keys.subList(from, from + batch)) {
                            reports.add(
                                    epochs % 3 == 0 ? epochWithCheckpoint(key, epochs, 0.5) : epoch(key, epochs, 0.5));
                        }
                        assertThat(recordEpochs(journal, reports)).isEqualTo(batch);
                    }
                }
                System.out.printf(
                        "record, batches of %2d: %.3f ms an epoch%n",
                        batch, (System.nanoTime() - begin) / 1e6 / ((epochs - first + 1) * (double) trials));
            }
            assertThat(journal.load().epochs()).isEqualTo(44L * trials);
        }
    }
}
