package dev.sextant.sql;

import static dev.sextant.sql.Samples.CONTINUE;
import static dev.sextant.sql.Samples.START;
import static dev.sextant.sql.Samples.checkpoint;
import static dev.sextant.sql.Samples.completed;
import static dev.sextant.sql.Samples.configuration;
import static dev.sextant.sql.Samples.epoch;
import static dev.sextant.sql.Samples.epochWithCheckpoint;
import static dev.sextant.sql.Samples.paused;
import static dev.sextant.sql.Samples.spec;
import static dev.sextant.sql.Samples.started;
import static dev.sextant.sql.SingleWrites.continueTrial;
import static dev.sextant.sql.SingleWrites.endRun;
import static dev.sextant.sql.SingleWrites.log;
import static dev.sextant.sql.SingleWrites.reap;
import static dev.sextant.sql.SingleWrites.recordEpochs;
import static dev.sextant.sql.SingleWrites.respecify;
import static dev.sextant.sql.SingleWrites.retry;
import static dev.sextant.sql.SingleWrites.runStarted;
import static dev.sextant.sql.SingleWrites.startTrial;
import static dev.sextant.sql.SingleWrites.studyBecomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sextant.common.run.LogPart;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.EpochValue;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.LockLostException;
import dev.sextant.sql.connect.StudyLockedException;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.DecisionRow;
import dev.sextant.sql.row.DeletedStudy;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.LogRow;
import dev.sextant.sql.row.Measurement;
import dev.sextant.sql.row.RunEnd;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.RungRow;
import dev.sextant.sql.row.StopRequest;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySnapshot;
import dev.sextant.sql.row.StudyStatus;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialDetails;
import dev.sextant.sql.row.TrialOrder;
import dev.sextant.sql.row.TrialSummary;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

class StudyJournalTest {
    private static final AtomicInteger STUDIES = new AtomicInteger();

    private static DatabaseAddress address;
    private static Database database;

    private final List<StudyJournal> journals = new ArrayList<>();
    private String name;
    private StudyJournal journal;
    private Duration now = Duration.ZERO;

    @BeforeAll
    static void open() {
        address = SharedServer.newDatabase();
        database = Database.open(address);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void create(TestInfo test) {
        name = test.getTestMethod()
                        .orElseThrow()
                        .getName()
                        .replaceAll("([A-Z])", "-$1")
                        .toLowerCase(java.util.Locale.ROOT)
                + "-" + STUDIES.incrementAndGet();
        journal = open(spec(name));
    }

    @AfterEach
    void release() {
        journals.forEach(StudyJournal::close);
    }

    private StudyJournal open(StudySpec spec) {
        StudyJournal opened = database.studies()
                .lock(database.studies().createIfAbsent(spec), "anna@here, process 1, app-1", () -> now);
        journals.add(opened);
        return opened;
    }

    private StoredTrial trial(int number) {
        return journal.load().trials().get(number - 1);
    }

    private RunKey start(int number) {
        return startTrial(journal, number, configuration(number), 40 + number, 3, 0, START);
    }

    private long count(String sql) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        sql.replace(":study", "(SELECT id FROM study WHERE name = '" + name + "')"))
                .mapTo(Long.class)
                .one());
    }

    private StudySummary summary() {
        return database.reader().study(name).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- interval '1 hour'", "+ interval '1 hour'"})
    void countsTheSameTimeWhenTheServersClockIsSet(String step) {
        RunKey key = start(1);
        runStarted(journal, started(key));
        SharedServer.execute(
                address,
                "UPDATE sextant.run SET started_at = now() " + step + " WHERE study_id = " + journal.studyId(),
                "UPDATE sextant.study SET beat_at = now() " + step + " WHERE id = " + journal.studyId());
        now = now.plusSeconds(90);
        journal.heartbeat(Duration.ofMinutes(1));
        assertThat(summary().wallSeconds()).isEqualTo(90);
        assertThat(summary().since(summary().beatAt().orElseThrow())).isBetween(Duration.ZERO, Duration.ofSeconds(30));
        now = now.plusSeconds(10);
        assertThat(endRun(journal, completed(key), Duration.ofSeconds(95))).isTrue();
        journal.close();
        assertThat(summary().deviceSeconds()).isEqualTo(95);
        assertThat(summary().wallSeconds()).isEqualTo(100);
        assertThat(summary().holder()).isEmpty();
    }

    @Test
    void addsTheTimesOfCoordinators() {
        now = now.plusSeconds(100);
        journal.close();
        journal = open(spec(name));
        now = now.plusSeconds(20);
        journal.heartbeat(Duration.ofMinutes(1));
        journal.heartbeat(Duration.ofMinutes(1));
        assertThat(journal.load().wallClock()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void countsSharedWorkForTheStudyAndNotForTheTrialThatDidIt() {
        RunKey key = start(1);
        runStarted(journal, started(key));
        TreeMap<String, Double> metrics = new TreeMap<>(Map.of("accuracy", 0.5));
        RunReport.EpochDone first = new RunReport.EpochDone(key, 1, metrics, 2, 60, List.of());
        recordEpochs(journal, first, new RunReport.EpochDone(key, 2, metrics, 2, 0, List.of()));
        // A repeated report must not count twice.
        recordEpochs(journal, first);
        assertThat(endRun(journal, completed(key), Duration.ofSeconds(100))).isTrue();

        assertThat(summary().sharedSeconds()).isEqualTo(60);
        assertThat(summary().deviceSeconds()).isEqualTo(100);
        TrialSummary trial =
                database.reader().trials(name, Set.of(), TrialOrder.NUMBER, 1).get(0);
        assertThat(trial.deviceSeconds()).isEqualTo(40);
        assertThat(count("SELECT count(*) FROM run WHERE study_id = :study AND shared_seconds = 60"))
                .isEqualTo(1);
        assertThat(count("SELECT sum(seconds)::bigint FROM epoch WHERE study_id = :study"))
                .isEqualTo(4);
    }

    @Test
    void readsWhileSomebodyElseWritesToTheStudysRow() throws Exception {
        try (Connection other = new Connections(address, 0).getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE study SET stop_requested_at = now() WHERE name = '" + name + "'");
            CompletableFuture<Integer> trials =
                    CompletableFuture.supplyAsync(() -> journal.load().trials().size());
            CompletableFuture<Integer> earlier =
                    CompletableFuture.supplyAsync(() -> journal.earlierStudies().size());
            assertThat(trials).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(0);
            assertThat(earlier).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(0);
            other.rollback();
        }
    }

    @Test
    void writesATrialFromProposalToCompletion() {
        RunKey first = start(1);
        assertThat(first).isEqualTo(new RunKey(first.studyId(), 1, 1, 1));
        assertThat(trial(1).state()).isEqualTo(TrialState.RUNNING);
        assertThat(trial(1).configuration()).isEqualTo(configuration(1));
        assertThat(trial(1).seed()).isEqualTo(41);
        assertThat(trial(1).trial().proposedBy()).isEqualTo("random");

        runStarted(journal, started(first));
        assertThat(recordEpochs(
                        journal,
                        List.of(epoch(first, 1, 0.5), epochWithCheckpoint(first, 2, 0.7), epoch(first, 3, 0.6))))
                .isEqualTo(3);
        assertThat(endRun(journal, paused(first, 3))).isTrue();
        assertThat(trial(1).state()).isEqualTo(TrialState.PAUSED);
        assertThat(trial(1).checkpoint()).contains(checkpoint(first, 3));
        assertThat(trial(1).curve()).isEqualTo(LearningCurve.of(0.5, 0.7, 0.6));

        RunKey second = continueTrial(journal, 1, 3, 9, 1, CONTINUE);
        assertThat(second).isEqualTo(new RunKey(first.studyId(), 1, 2, 1));
        assertThat(trial(1).targetEpoch()).isEqualTo(9);
        recordEpochs(journal, epoch(second, 4, 0.8));
        assertThat(endRun(journal, completed(second))).isTrue();

        TrialDetails details = database.reader().trial(name, 1).orElseThrow();
        assertThat(details.trial().state()).isEqualTo(TrialState.COMPLETED);
        assertThat(details.trial().value()).hasValue(0.8);
        assertThat(details.trial().rung()).hasValue(1);
        assertThat(details.trial().endedAt()).isPresent();
        assertThat(details.runs()).extracting(RunSummary::state).containsExactly(RunState.REACHED, RunState.REACHED);
        assertThat(details.decisions())
                .extracting(DecisionRow::kind)
                .containsExactly(DecisionKind.START, DecisionKind.END, DecisionKind.CONTINUE, DecisionKind.END);
        assertThat(details.decisions())
                .extracting(DecisionRow::toState)
                .containsExactly("RUNNING", "PAUSED", "RUNNING", "COMPLETED");
        assertThat(summary().trials()).isEqualTo(1);
        assertThat(summary().running()).isZero();
        assertThat(summary().epochs()).isEqualTo(4);
        assertThat(journal.load().epochs()).isEqualTo(4);
    }

    @Test
    void everyWriteCanBeMadeAgain() {
        RunKey key = start(1);
        assertThat(start(1)).isEqualTo(key);
        runStarted(journal, started(key));
        runStarted(journal, started(key));
        assertThat(recordEpochs(journal, epochWithCheckpoint(key, 1, 0.5))).isEqualTo(1);
        assertThat(recordEpochs(journal, epochWithCheckpoint(key, 1, 0.5))).isZero();
        assertThat(endRun(journal, paused(key, 1))).isTrue();
        assertThat(endRun(journal, paused(key, 1))).isTrue();
        RunKey next = continueTrial(journal, 1, 1, 3, 0, CONTINUE);
        assertThat(continueTrial(journal, 1, 1, 3, 0, CONTINUE)).isEqualTo(next);
        endRun(journal, lost(next));
        RunKey again = retry(journal, next, 1, 1, CONTINUE);
        assertThat(again).isEqualTo(next.nextAttempt());
        assertThat(retry(journal, next, 1, 1, CONTINUE)).isEqualTo(again);
        studyBecomes(journal, StudyState.RUNNING, "begins");
        studyBecomes(journal, StudyState.RUNNING, "begins");

        assertThat(count("SELECT count(*) FROM run WHERE study_id = :study")).isEqualTo(3);
        assertThat(count("SELECT count(*) FROM decision WHERE study_id = :study"))
                .isEqualTo(7);
        assertThat(count("SELECT decisions FROM study WHERE id = :study")).isEqualTo(7);
        assertThat(count("SELECT max(decision) FROM decision WHERE study_id = :study"))
                .isEqualTo(7);
        assertThat(summary().running()).isEqualTo(1);
        assertThat(summary().epochs()).isEqualTo(1);
    }

    private static RunEnd lost(RunKey key) {
        return RunEnd.lost(
                key,
                TrialState.PAUSED,
                "executor 1 was lost",
                Decision.byScheduler(DecisionKind.END, "executor 1 was lost"));
    }

    @Test
    void ignoresWhatAnOlderAttemptSays() {
        RunKey old = start(1);
        recordEpochs(journal, epochWithCheckpoint(old, 1, 0.5));
        endRun(journal, lost(old));
        RunKey young = retry(journal, old, 1, 0, CONTINUE);

        assertThat(recordEpochs(journal, epochWithCheckpoint(old, 2, 0.99))).isZero();
        runStarted(journal, started(old));
        assertThat(endRun(journal, completed(old))).isFalse();
        assertThat(trial(1).state()).isEqualTo(TrialState.RUNNING);
        assertThat(trial(1).checkpoint()).contains(checkpoint(old, 1));
        assertThat(trial(1).curve().epochs()).isEqualTo(1);

        assertThat(recordEpochs(journal, epoch(old, 2, 0.99), epoch(young, 2, 0.6)))
                .isEqualTo(1);
        assertThat(trial(1).curve()).isEqualTo(LearningCurve.of(0.5, 0.6));
        assertThat(summary().bestValue()).hasValue(0.6);
    }

    @Test
    void neverWritesAnEpochTwice() {
        RunKey first = start(1);
        recordEpochs(journal, epochWithCheckpoint(first, 1, 0.5), epoch(first, 2, 0.6));
        reap(journal, "the coordinator died");
        RunKey again = retry(journal, first, 1, 0, CONTINUE);
        assertThat(recordEpochs(journal, epoch(again, 2, 0.6), epoch(again, 2, 0.6), epoch(again, 3, 0.7)))
                .isEqualTo(1);
        assertThat(journal.load().epochs()).isEqualTo(3);
        assertThat(trial(1).curve()).isEqualTo(LearningCurve.of(0.5, 0.6, 0.7));
    }

    @Test
    void refusesTransitionsThatAreNone() {
        RunKey key = start(1);
        assertThatThrownBy(() -> continueTrial(journal, 1, 0, 9, 0, CONTINUE))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("it is RUNNING");
        assertThatThrownBy(() -> startTrial(journal, 3, configuration(3), 1, 3, 0, START))
                .hasMessageContaining("the next one is trial 2");
        assertThatThrownBy(() -> startTrial(journal, 1, configuration(2), 41, 3, 0, START))
                .hasMessageContaining("another configuration");
        assertThatThrownBy(() -> retry(journal, key, 0, 0, CONTINUE))
                .hasMessageContaining("Only a LOST or STOPPED run");
        endRun(journal, completed(key));
        assertThatThrownBy(() -> continueTrial(journal, 1, 3, 9, 0, CONTINUE)).hasMessageContaining("it is COMPLETED");
        assertThat(endRun(journal, paused(key, 3))).isFalse();
        assertThatThrownBy(() -> continueTrial(journal, 7, 3, 9, 0, CONTINUE))
                .hasMessageContaining("the study has 1 trials");
        assertThat(count("SELECT count(*) FROM trial WHERE study_id = :study")).isEqualTo(1);
    }

    @Test
    void keepsNanAndInfinityButNeverAsTheBest() {
        RunKey one = start(1);
        RunKey two = start(2);
        recordEpochs(journal, epoch(one, 1, Double.NaN), epoch(one, 2, Double.POSITIVE_INFINITY));
        assertThat(summary().bestTrial()).isEmpty();
        recordEpochs(journal, epoch(two, 1, 0.3), epoch(two, 2, Double.NaN), epoch(one, 3, 0.2));

        assertThat(summary().bestValue()).hasValue(0.3);
        assertThat(summary().bestTrial()).hasValue(2);
        assertThat(trial(1).curve()).isEqualTo(LearningCurve.of(Double.NaN, Double.POSITIVE_INFINITY, 0.2));
        assertThat(database.reader().trial(name, 1).orElseThrow().curve())
                .extracting(Measurement::value)
                .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, 0.2);
        RungRow lowest = database.reader().status(name).orElseThrow().rungs().get(0);
        assertThat(lowest.reached()).isEqualTo(2);
        assertThat(lowest.best()).hasValue(0.3);
    }

    @Test
    void theBestKeepsConstraintsAtTheSameEpochAndTiesGoToTheEarlierTrial() {
        Objective objective = new Objective(
                "loss",
                Goal.MINIMIZE,
                List.of(new Objective.Constraint("inference_ms", Objective.Constraint.Side.AT_MOST, 20)));
        name = "constrained";
        journal = open(spec(name, objective));
        RunKey one = start(1);
        RunKey two = start(2);
        RunKey three = start(3);
        recordEpochs(
                journal,
                constrained(three, 1, 0.4, 10),
                constrained(one, 1, 0.1, 30),
                constrained(one, 2, 0.5, 15),
                constrained(two, 1, 0.4, 20),
                new RunReport.EpochDone(two, 2, new TreeMap<>(Map.of("loss", 0.01)), 1));

        assertThat(summary().bestValue()).hasValue(0.4);
        assertThat(summary().bestTrial()).hasValue(2);
        assertThat(database.reader().leaderboard(name, 10))
                .extracting(LeaderboardRow::trial, LeaderboardRow::value, LeaderboardRow::epoch)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, 0.4, 1),
                        org.assertj.core.groups.Tuple.tuple(3, 0.4, 1),
                        org.assertj.core.groups.Tuple.tuple(1, 0.5, 2));
        assertThat(database.reader()
                        .trials(name, Set.of(), TrialOrder.NUMBER, 10)
                        .get(0)
                        .value())
                .hasValue(0.1);
        assertThat(database.reader().trial(name, 1).orElseThrow().trial())
                .satisfies(summary -> assertThat(summary.bestEpoch()).hasValue(1))
                .satisfies(summary -> assertThat(summary.modelEpoch()).hasValue(2));
        // A coordinator that goes on from the rows must know what the one before it knew, margins too.
        assertThat(trial(1).curve())
                .isEqualTo(LearningCurve.of(
                        List.of(new EpochValue(0.1, List.of(-0.5)), new EpochValue(0.5, List.of(0.25)))));
        assertThat(trial(2).curve())
                .isEqualTo(LearningCurve.of(
                        List.of(new EpochValue(0.4, List.of(0.0)), new EpochValue(0.01, List.of(Double.NaN)))));
        assertThat(trial(1).curve().at(1)).isNaN();
    }

    private static RunReport.EpochDone constrained(RunKey key, int epoch, double loss, double milliseconds) {
        return new RunReport.EpochDone(
                key, epoch, new TreeMap<>(Map.of("loss", loss, "inference_ms", milliseconds)), 1);
    }

    @Test
    void aFailedTrialKeepsItsValueButIsNotTheBest() {
        RunKey one = start(1);
        RunKey two = start(2);
        recordEpochs(journal, epoch(one, 1, 0.9), epoch(two, 1, 0.4));
        endRun(
                journal,
                RunEnd.failed(
                        one,
                        FailureKind.DIVERGED,
                        "the loss became NaN\0\ud800",
                        Decision.byScheduler(DecisionKind.FAIL, "diverged", Map.of("loss", Double.NaN))));
        assertThat(summary().bestTrial()).hasValue(2);
        TrialDetails failed = database.reader().trial(name, 1).orElseThrow();
        assertThat(failed.trial().value()).hasValue(0.9);
        assertThat(failed.trial().failure()).contains(FailureKind.DIVERGED);
        assertThat(failed.trial().error()).isEqualTo("the loss became NaN\uFFFD\uFFFD");
        assertThat(failed.decisions().get(1).details()).isEqualTo("{\"loss\": \"NaN\"}");
    }

    @Test
    void reapsRunsOfADeadCoordinatorAndCountsTheirTimeUpToTheLastSign() {
        RunKey withCheckpoint = start(1);
        RunKey without = start(2);
        RunKey over = start(3);
        runStarted(journal, started(withCheckpoint));
        recordEpochs(journal, epochWithCheckpoint(withCheckpoint, 1, 0.5), epoch(withCheckpoint, 2, 0.6));
        recordEpochs(journal, epoch(without, 1, 0.4));
        endRun(journal, completed(over));
        // The coordinator was last seen 100 s after the start, a day ago.
        SharedServer.execute(
                address,
                "UPDATE sextant.run SET started_at = now() - interval '1 day', seen_at = now() - interval '1 day'"
                        + " + interval '100 s' WHERE state = 'RUNNING' AND study_id = " + withCheckpoint.studyId(),
                "UPDATE sextant.epoch SET at = now() - interval '1 day' WHERE study_id = " + withCheckpoint.studyId());
        StudyJournal next = takeOver();

        assertThat(reap(next, "the coordinator was killed")).containsExactlyInAnyOrder(withCheckpoint, without);
        StudySnapshot snapshot = next.load();
        assertThat(snapshot.trials())
                .extracting(StoredTrial::state)
                .containsExactly(TrialState.PAUSED, TrialState.PENDING, TrialState.COMPLETED);
        assertThat(snapshot.trials().get(0).checkpoint()).contains(checkpoint(withCheckpoint, 1));
        assertThat(snapshot.trials().get(0).curve()).isEqualTo(LearningCurve.of(0.5, 0.6));
        assertThat(snapshot.trials().get(1).curve().epochs()).isEqualTo(1);
        assertThat(snapshot.deviceTime()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(101));
        assertThat(reap(next, "the coordinator was killed")).isEmpty();
        assertThat(summary().running()).isZero();
        assertThat(retry(next, without, 0, 0, CONTINUE)).isEqualTo(without.nextAttempt());
    }

    @Test
    void resumesFromTheLatestCheckpointAndKeepsThatOfTheBestEpoch() {
        RunKey key = start(1);
        recordEpochs(journal, epoch(key, 1, 0.5), epoch(key, 2, 0.9), epoch(key, 3, 0.6));
        recordEpochs(
                journal,
                new RunReport.EpochDone(
                        key,
                        4,
                        new TreeMap<>(Map.of("accuracy", 0.7)),
                        0.5,
                        List.of(checkpoint(key, 2), checkpoint(key, 4))));
        recordEpochs(journal, epoch(key, 5, 0.8));
        RunEnd stopped = RunEnd.stopped(
                key,
                TrialState.PAUSED,
                List.of(checkpoint(key, 5)),
                Decision.byScheduler(DecisionKind.END, "stopped on request"));

        assertThat(endRun(journal, stopped)).isTrue();
        assertThat(endRun(journal, stopped)).as("repeated").isTrue();

        assertThat(trial(1).checkpoints()).containsExactly(checkpoint(key, 5), checkpoint(key, 4));
        assertThat(database.reader().trial(name, 1).orElseThrow().checkpoints())
                .containsExactly(checkpoint(key, 5), checkpoint(key, 4), checkpoint(key, 2));
        assertThat(database.reader().trial(name, 1).orElseThrow().trial().modelEpoch())
                .hasValue(2);
    }

    @Test
    void ignoresTheBestEpochOfAnOlderAttempt() {
        RunKey old = start(1);
        recordEpochs(journal, epoch(old, 1, 0.9), epoch(old, 2, 0.6));
        reap(journal, "its executor was lost");
        RunKey next = retry(journal, old, 0, 0, CONTINUE);
        recordEpochs(
                journal,
                new RunReport.EpochDone(
                        old,
                        3,
                        new TreeMap<>(Map.of("accuracy", 0.7)),
                        0.5,
                        List.of(checkpoint(old, 1), checkpoint(old, 3))));
        assertThat(trial(1).checkpoints()).isEmpty();
        recordEpochs(
                journal,
                new RunReport.EpochDone(
                        next,
                        2,
                        new TreeMap<>(Map.of("accuracy", 0.6)),
                        0.5,
                        List.of(checkpoint(next, 1), checkpoint(next, 2))));
        assertThat(trial(1).checkpoints()).containsExactly(checkpoint(next, 2), checkpoint(next, 1));
    }

    @Test
    void reapingCompletesATrialWhoseLastEpochIsMeasuredAndSaved() {
        RunKey key = start(1);
        for (int epoch = 1; epoch < 9; epoch++) {
            recordEpochs(journal, epoch(key, epoch, 0.1 * epoch));
        }
        recordEpochs(journal, epochWithCheckpoint(key, 9, 0.95));
        StudyJournal next = takeOver();

        assertThat(reap(next, "the coordinator was killed")).containsExactly(key);
        StoredTrial trial = next.load().trials().get(0);
        assertThat(trial.state()).isEqualTo(TrialState.COMPLETED);
        assertThat(trial.checkpoint()).contains(checkpoint(key, 9));
    }

    @Test
    void writesAllOfATransactionOrNothing() {
        RunKey first = start(1);
        assertThatThrownBy(() -> journal.useTransaction(tx -> {
                    tx.record(List.of(epoch(first, 1, 0.5)));
                    tx.startTrial(7, configuration(7), 1, 3, 0, START); // no trial 2 before it
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(journal.load().epochs()).isZero();
        journal.useTransaction(tx -> {
            tx.record(List.of(epoch(first, 1, 0.5)));
            tx.startTrial(2, configuration(2), 1, 3, 1, START);
        });
        assertThat(journal.load().epochs()).isEqualTo(1);
        assertThat(journal.load().trials()).hasSize(2);
    }

    @Test
    void aTransactionWritesNothingAfterItsEnd() {
        StudyTransaction ended = journal.inTransaction(tx -> tx);
        assertThatThrownBy(() -> ended.startTrial(1, configuration(1), 1, 3, 0, START))
                .isInstanceOf(DatabaseException.class);
        assertThat(journal.load().trials()).isEmpty();
    }

    /** As after kill -9: the journal's session ends without giving the lock back. */
    private StudyJournal takeOver() {
        SharedServer.execute(
                address,
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
                        + count("SELECT id FROM study WHERE id = :study") + " AND pid <> pg_backend_pid()");
        StudyRow row = database.studies().find(name).orElseThrow();
        Awaiting.until(() -> database.studies().requestStop(name, "eve@desk") ? Optional.empty() : Optional.of(true));
        StudyJournal next = database.studies().lock(row, "bert@there");
        journals.add(next);
        return next;
    }

    @Test
    void aCoordinatorThatWasReplacedWritesNothing() {
        RunKey key = start(1);
        StudyJournal next = takeOver();
        assertThatThrownBy(() -> recordEpochs(journal, epoch(key, 1, 0.5))).isInstanceOf(LockLostException.class);
        assertThatThrownBy(() -> start(2)).isInstanceOf(LockLostException.class);
        assertThatThrownBy(() -> endRun(journal, completed(key))).isInstanceOf(LockLostException.class);
        assertThatThrownBy(() -> journal.heartbeat(Duration.ofSeconds(9))).isInstanceOf(LockLostException.class);
        assertThatThrownBy(() -> studyBecomes(journal, StudyState.PAUSED, "no")).isInstanceOf(LockLostException.class);
        assertThatThrownBy(() -> journal.load()).isInstanceOf(LockLostException.class);
        assertThatThrownBy(() -> reap(journal, "no")).isInstanceOf(LockLostException.class);
        journal.close();
        assertThat(summary().holder()).contains("bert@there");
        assertThat(next.load().trials()).hasSize(1);
        assertThat(next.load().epochs()).isZero();
    }

    @Test
    void aSecondCoordinatorIsToldWhoHasTheStudyAndSinceWhen() {
        StudyRow row = database.studies().find(name).orElseThrow();
        assertThatThrownBy(() -> database.studies().lock(row, "bert@there"))
                .isInstanceOfSatisfying(StudyLockedException.class, locked -> {
                    assertThat(locked.holder()).isEqualTo("anna@here, process 1, app-1");
                    assertThat(locked.since()).isEqualTo(summary().holderSince().orElseThrow());
                });
        assertThatThrownBy(() -> database.studies().delete(row, "eve@desk")).isInstanceOf(StudyLockedException.class);
        journal.close();
        assertThat(summary().holder()).isEmpty();
        StudyJournal second = database.studies().lock(row, "bert@there");
        second.close();
        database.studies().delete(row, "eve@desk");
        assertThat(database.studies().find(name)).isEmpty();
    }

    @Test
    void deletesAStudyWithAllItsRows() {
        RunKey key = start(1);
        recordEpochs(journal, epochWithCheckpoint(key, 1, 0.5));
        StudyRow row = database.studies().find(name).orElseThrow();
        journal.close();
        database.studies().delete(row, "eve@desk");
        for (String table : List.of("trial", "run", "epoch", "measurement", "checkpoint", "decision", "rung")) {
            assertThat(count("SELECT count(*) FROM " + table + " WHERE study_id = " + row.id()))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void hearsTheWishToStopOnce() {
        assertThat(journal.stopRequested()).isFalse();
        assertThat(database.studies().requestStop(name, "eve@desk")).isTrue();
        assertThat(database.studies().requestStop(name, "mallory@attic")).isTrue();
        Awaiting.until(() -> journal.stopRequested() ? Optional.of(true) : Optional.empty());
        assertThat(journal.stopReason()).isEqualTo("a stop was requested by eve@desk");
        journal.close();
        assertThat(stopRequest().orElseThrow().requester()).contains("eve@desk");
        Instant ended = summary().updatedAt();
        assertThat(database.studies().requestStop(name, "eve@desk")).isFalse();
        assertThat(summary().updatedAt())
                .as("a wish that nobody hears changes nothing")
                .isEqualTo(ended);
        journal = open(spec(name));
        assertThat(stopRequest()).isEmpty();
        assertThat(journal.stopRequested()).isFalse();
        assertThat(database.studies().requestStop("no-such-study", "eve@desk")).isFalse();
    }

    private Optional<StopRequest> stopRequest() {
        return database.reader().status(name).orElseThrow().stopRequest();
    }

    @Test
    void keepsTheLogOfTheLatestAttemptOnceAndAsItIs() {
        RunKey first = start(1);
        log(journal, first, 0, "one\n");
        endRun(journal, paused(first, 1));
        RunKey second = continueTrial(journal, 1, 1, 3, 0, CONTINUE);

        log(journal, first, 4, "from a dead executor\n");
        log(journal, second, 0, "\u001b[2J<script>\0\ud800 \u202e\n");
        log(journal, second, 0, "\u001b[2J<script>\0\ud800 \u202e\n");

        assertThat(database.reader().logs(name, 1))
                .extracting(LogRow::run, LogRow::starts, LogRow::ends, LogRow::text)
                .containsExactly(
                        tuple(1, 0L, 4L, "one\n"), tuple(2, 0L, 17L, "\u001b[2J<script>\ufffd\ufffd \u202e\n"));
    }

    @Test
    void keepsTheBeginningAndTheEndOfALongLog() {
        RunKey key = start(1);
        int part = LogPart.FIRST / 4;
        for (int i = 0; i < 40; i++) {
            log(journal, key, (long) i * part, "x".repeat(part));
        }

        List<LogRow> kept = database.reader().logs(name, 1);

        long length = 40L * part;
        assertThat(kept.stream().filter(row -> row.ends() <= LogPart.FIRST)).hasSize(4);
        assertThat(kept.stream().filter(row -> row.starts() >= LogPart.FIRST))
                .allMatch(row -> row.ends() >= length - LogPart.LAST)
                .hasSize(LogPart.LAST / part + 1);
    }

    /** PostgreSQL stores no empty stretch: such a row violates a constraint. */
    @Test
    void aLogThatCannotBeWrittenKeepsNothingElseFromBeingWritten() {
        RunKey key = start(1);

        journal.useTransaction(tx -> {
            tx.log(List.of(new RunReport.Logged(key, List.of(new LogPart(0, "")))));
            tx.record(List.of(epoch(key, 1, 0.5)));
        });

        assertThat(database.reader().logs(name, 1)).isEmpty();
        assertThat(trial(1).curve().epochs()).isEqualTo(1);
    }

    @Test
    void logsGoWithTheirStudy() {
        log(journal, start(1), 0, "one\n");
        assertThat(count("SELECT count(*) FROM run_log WHERE study_id = :study"))
                .isEqualTo(1);
        journal.close();

        database.studies().delete(database.studies().find(name).orElseThrow(), "a test");

        assertThat(count("SELECT count(*) FROM run_log WHERE study_id NOT IN (SELECT id FROM study)"))
                .isZero();
    }

    @Test
    void aDeletedStudyLeavesWhoDeletedItEvenIfTheNameIsUsedAgain() {
        start(1);
        journal.close();
        for (String requester : List.of("eve@desk", "mallory@attic")) {
            StudyRow row = database.studies().createIfAbsent(spec(name));
            database.studies().delete(row, requester);
        }
        DeletedStudy deleted = database.reader().deleted(name).orElseThrow();
        assertThat(deleted.requester()).isEqualTo("mallory@attic");
        assertThat(deleted.trials()).isZero();
        assertThat(count("SELECT count(*) FROM deleted_study WHERE name = '" + name + "' AND trials = 1"
                        + " AND deleted_by = 'eve@desk'"))
                .isEqualTo(1);
        assertThat(database.reader().deleted("no-such-study")).isEmpty();
    }

    @Test
    void vouchesForItsRuns() {
        RunKey key = start(1);
        SharedServer.execute(
                address,
                "UPDATE sextant.run SET lease_until = now() - interval '1 minute' WHERE study_id = " + key.studyId());
        assertThat(database.reader().status(name).orElseThrow().stuckRuns())
                .singleElement()
                .satisfies(stuck -> assertThat(stuck.why()).contains("anna@here"));
        journal.heartbeat(Duration.ofMinutes(1));
        assertThat(database.reader().status(name).orElseThrow().stuckRuns()).isEmpty();
    }

    @Test
    void readsAStatusWithTheServersClock() {
        studyBecomes(journal, StudyState.RUNNING, "begins");
        recordEpochs(journal, epoch(start(1), 1, 0.5));
        StudyStatus status = database.reader().status(name).orElseThrow();
        assertThat(status.spec()).isEqualTo(spec(name));
        assertThat(status.best())
                .hasValueSatisfying(best -> assertThat(best.value()).isEqualTo(0.5));
        Instant heartbeat = status.study().beatAt().orElseThrow();
        assertThat(status.study().since(heartbeat)).isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(database.reader().status("no-such-study")).isEmpty();
    }

    @Test
    void doesNotVouchForRunsOfTheCoordinatorBefore() {
        RunKey key = start(1);
        StudyJournal next = takeOver();
        SharedServer.execute(
                address,
                "UPDATE sextant.run SET lease_until = now() - interval '1 minute' WHERE study_id = " + key.studyId());
        next.heartbeat(Duration.ofMinutes(1));
        assertThat(database.reader().status(name).orElseThrow().stuckRuns()).hasSize(1);
    }

    @Test
    void announcesChanges() throws Exception {
        try (Connection connection = new Connections(address, 0).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN sextant_study");
            start(1);
            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(10_000);
            assertThat(heard).extracting(PGNotification::getParameter).contains(name);
        }
    }

    @Test
    void replacesTheSpecificationWithAReason() {
        StudySpec wider = spec(name, Samples.ACCURACY, 8, 2);
        respecify(journal, wider, "more slots");
        respecify(journal, wider, "more slots");
        assertThat(database.studies().find(name).orElseThrow().spec()).isEqualTo(wider);
        assertThat(database.reader().decisions(name, 10))
                .extracting(DecisionRow::reason)
                .containsExactly("more slots", "the study was created");
        RunKey key = start(1);
        assertThat(count("SELECT devices FROM run WHERE study_id = " + key.studyId()))
                .isEqualTo(2);
    }

    @Test
    void showsSlotsOfARunningStudy() {
        studyBecomes(journal, StudyState.RUNNING, "begins");
        RunKey key = start(1);
        runStarted(journal, started(key));
        assertThat(database.reader().status(name).orElseThrow().slots())
                .extracting(slot -> slot.trial().orElse(0), slot -> slot.host().orElse("free"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "host1"),
                        org.assertj.core.groups.Tuple.tuple(0, "free"));
    }

    @Test
    void goesOnFromAnEarlierCheckpointWhenTheLatestIsAheadOfTheMeasurements() {
        RunKey key = start(1);
        recordEpochs(journal, epochWithCheckpoint(key, 1, 0.5));
        endRun(journal, paused(key, 3));
        assertThat(trial(1).checkpoint()).contains(checkpoint(key, 1));
    }
}
