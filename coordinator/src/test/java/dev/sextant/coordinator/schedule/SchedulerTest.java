package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.DatabaseGoneException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single stories of a study; {@link SchedulerPropertyTest} has random ones. {@link StudyHarness} checks the rows in both. */
final class SchedulerTest {
    private static final Duration BEYOND_SILENCE = Duration.ofSeconds(61);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static StudyDatabase database;

    private StudyHarness study;

    @BeforeAll
    static void open() {
        database = StudyDatabase.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void end() {
        study.close();
    }

    private void start(String algorithm, Budget budget, int slots) throws InterruptedException {
        study = new StudyHarness(
                database,
                SampleRuns.spec(
                        database.newStudy(), SampleRuns.ACCURACY, algorithm, budget, SampleRuns.cluster(slots, 0)));
        study.turn();
    }

    private void start(int slots, Function<StudyView, Proposal> search) throws InterruptedException {
        study = new StudyHarness(
                database,
                SampleRuns.spec(
                        database.newStudy(),
                        SampleRuns.ACCURACY,
                        "asha",
                        Budget.UNLIMITED,
                        SampleRuns.cluster(slots, 0)),
                new SearchAlgorithm() {
                    @Override
                    public String name() {
                        return "scripted";
                    }

                    @Override
                    public Proposal propose(StudyView view) {
                        return search.apply(view);
                    }
                });
        study.turn();
    }

    private FakeRun started(int slot) throws InterruptedException {
        FakeRun run = study.runs().on(slot);
        run.start();
        study.turn();
        return run;
    }

    private static void trainToTarget(FakeRun run, double value) {
        while (!run.isAtTarget()) {
            run.measure(value, false);
        }
        run.reached(false);
    }

    @Test
    void fillsAllSlotsThenWaitsForAResult() throws InterruptedException {
        start("random", SampleRuns.trials(5), 2);

        assertThat(study.runs().runs()).extracting(run -> run.key().trial()).containsExactly(1, 2);
        assertThat(study.turn()).isEmpty();
        assertThat(study.runs().runs()).hasSize(2);
        assertThat(study.observer.latest.count(TrialState.RUNNING)).isEqualTo(2);
    }

    @Test
    void freesTheSlotOfARunThatIsOverForTheNextTrial() throws InterruptedException {
        start("random", SampleRuns.trials(5), 2);
        trainToTarget(started(1), 0.5);
        study.turn();

        assertThat(study.runs().on(1).key().trial()).isEqualTo(3);
        assertThat(study.trial(2).state()).isEqualTo(TrialState.COMPLETED);
        assertThat(study.observer.endings)
                .containsExactly("trial 2 COMPLETED: reached the top rung, epoch 9: completed");
        assertThat(study.observer.measured).hasSize(9);
        assertThat(study.observer.improvements).hasSize(1);
    }

    @Test
    void promotesAPausedTrial() throws InterruptedException {
        start(
                1,
                view -> view.trials().isEmpty()
                        ? new Proposal.StartTrial(
                                Configuration.of(Map.of("learning_rate", 0.01, "dropout", 0.1)), 1, reason())
                        : new Proposal.ContinueTrial(1, 3, reason()));
        trainToTarget(started(0), 0.5);
        study.turn();

        FakeRun next = study.runs().on(0);
        assertThat(next.key()).isEqualTo(new RunKey(study.row().id(), 1, 2, 1));
        assertThat(next.order().fromEpoch()).isEqualTo(1);
        assertThat(next.order().toEpoch()).isEqualTo(3);
        assertThat(next.order().maxEpochs()).isEqualTo(9);
        assertThat(next.order().settings()).containsEntry("learning_rate", 0.01).containsEntry("table", "curves.csv");
        assertThat(study.observer.dispatches).last().isEqualTo("trial 1 to epoch 3: as scripted");
    }

    @Test
    void completesWhenTheSearchHasNothingLeft() throws InterruptedException {
        start("random", SampleRuns.trials(2), 2);
        trainToTarget(started(0), 0.5);
        assertThat(study.turn()).as("trial 2 still runs").isEmpty();
        trainToTarget(started(1), 0.5);

        assertThat(study.turn()).contains(new StudyOutcome(StudyState.COMPLETED, "the budget of 2 trials is spent"));
        assertThat(study.observer.latest.bestTrial()).contains(1);
        assertThat(study.observer.latest.epochs()).isEqualTo(18);
    }

    @Test
    void refusesASearchThatWaitsForNothing() {
        assertThatThrownBy(() -> start(1, view -> new Proposal.Wait(reason())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Search algorithm scripted waits, but no run is under way: as scripted");
    }

    @Test
    void keepsMeasurementsIfTheSearchFails() throws InterruptedException {
        start(2, view -> {
            if (view.trials().isEmpty()) {
                return new Proposal.StartTrial(
                        Configuration.of(Map.of("learning_rate", 0.01, "dropout", 0.1)), 3, reason());
            }
            if (view.trials().get(0).curve().epochs() == 0) {
                return new Proposal.Wait(reason());
            }
            throw new IllegalStateException("a bug in the search");
        });
        started(0).measure(0.5, false);

        assertThatThrownBy(() -> study.turn()).hasMessage("a bug in the search");
        assertThat(study.trial(1).curve()).isEqualTo(LearningCurve.of(0.5));
    }

    @Test
    void ignoresAnEpochOfAnEarlierAttempt() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        FakeRun first = started(0);
        first.measure(0.4, true);
        study.turn();
        first.lost("its executor was lost");
        study.turn();
        FakeRun second = started(0);
        assertThat(second.key().attempt()).isEqualTo(2);

        assertThat(first.measure(0.9, true)).isEqualTo(Directive.ABANDON);
        RunReport late = new RunReport.EpochDone(first.key(), 2, new TreeMap<>(Map.of("accuracy", 0.9)), 1);
        study.scheduler().turn(List.of(new Event.Reported(late)));
        study.turn();

        assertThat(study.trial(1).curve()).isEqualTo(LearningCurve.of(0.4));
    }

    @Test
    void retriesALostRunFromItsCheckpoint() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        FakeRun run = started(0);
        run.measure(0.4, true);
        run.measure(0.5, false);
        study.turn();
        run.lost("its executor was lost");
        study.turn();

        FakeRun retry = study.runs().on(0);
        assertThat(retry.key()).isEqualTo(run.key().nextAttempt());
        assertThat(retry.order().fromEpoch()).isEqualTo(1);
        assertThat(study.observer.endings)
                .containsExactly("trial 1 PAUSED: lost (its executor was lost): will resume from epoch 1");
        assertThat(study.observer.dispatches)
                .last()
                .isEqualTo("trial 1 to epoch 9: an earlier run ended before its epoch: resumes from epoch 1");
    }

    @Test
    void waitsLongerBeforeEachRetryAndKeepsTheSlotFree() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        study.runs().on(0).lost("its executor was lost");
        study.turn();
        assertThat(study.observer.dispatches)
                .last()
                .isEqualTo("trial 1 to epoch 9: an earlier run ended before its epoch:"
                        + " starts again from the beginning");
        study.runs().on(0).lost("its executor was lost");
        study.turn();
        assertThat(study.runs().runs()).as("right after the second loss").isEmpty();

        study.time.advance(HEARTBEAT);
        study.turn();
        study.runs().on(0).lost("its executor was lost");
        study.turn();

        assertThat(study.trial(1).state()).isEqualTo(TrialState.FAILED);
        assertThat(study.trial(1).failure()).contains(FailureKind.LOST);
        assertThat(study.runs().on(0).key().trial()).isEqualTo(2);
    }

    @Test
    void givesASecondFreeSlotToANewTrialWhileARetryWaits() throws InterruptedException {
        start("random", SampleRuns.trials(9), 2);
        for (int loss = 0; loss < 2; loss++) {
            study.runs().on(0).lost("its executor was lost");
            study.turn();
        }
        assertThat(study.runs().runs()).hasSize(1);
        trainToTarget(started(1), 0.5);
        study.turn();

        assertThat(study.runs().runs()).as("one slot waits for the retry").hasSize(1);
        assertThat(study.runs().on(0).key().trial()).isEqualTo(3);
    }

    @Test
    void resumesFromAnEarlierCheckpointThanTheNewest() throws InterruptedException {
        start("random", SampleRuns.trials(1), 1);
        FakeRun run = started(0);
        for (int epoch = 1; epoch <= 5; epoch++) {
            run.measure(0.1 * epoch, epoch == 5);
        }
        study.turn();
        run.lost("its executor was lost");
        study.turn();
        FakeRun retry = started(0);
        retry.goBack();
        study.turn();
        assertThat(study.observer.notices)
                .containsExactly(
                        "trial 1 run 1 attempt 2 resumes from epoch 0 instead: its newest checkpoint is damaged");

        retry.measure(0.9, true);
        study.turn();

        assertThat(study.trial(1).checkpointEpoch()).isEqualTo(1);
        assertThat(study.trial(1).curve().epochs()).isEqualTo(5);
        trainToTarget(retry, 0.5);
        assertThat(study.turn()).isPresent();
    }

    @Test
    void warnsOnceThatMetricsAreDropped() throws InterruptedException {
        start("random", SampleRuns.trials(2), 2);
        for (int slot = 0; slot < 2; slot++) {
            started(slot).dropMetrics();
            study.turn();
        }

        assertThat(study.observer.notices)
                .singleElement()
                .asString()
                .startsWith("warning: trial 1 reports 20000 metrics for an epoch; only 100 are kept");
    }

    @Test
    void cancelsASilentRunAndRetriesIt() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        FakeRun silent = started(0);
        study.time.advance(BEYOND_SILENCE);
        study.turn();
        assertThat(study.runs().canceled()).containsExactly(silent.key());
        assertThat(silent.measure(0.5, false)).isEqualTo(Directive.ABANDON);
        study.turn();

        String reason = "no report for 1m, the limit of cluster.silence";
        assertThat(study.outcomes(1)).containsExactly(reason, "");
        assertThat(study.observer.endings)
                .containsExactly("trial 1 PENDING: lost (" + reason + "): will start again from the beginning");
        assertThat(study.runs().on(0).key()).isEqualTo(silent.key().nextAttempt());
    }

    @Test
    void saysOnceThatRunsWaitForAnExecutor() throws InterruptedException {
        start("random", SampleRuns.trials(5), 2);
        for (int i = 0; i < 3; i++) {
            study.time.advance(BEYOND_SILENCE);
            study.turn();
        }

        assertThat(study.runs().canceled()).isEmpty();
        assertThat(study.observer.notices)
                .containsExactly("Runs that have waited for an executor for more than 1m: 2; the cluster has lost"
                        + " executors, or other applications use them");

        study.runs().runs().forEach(FakeRun::start);
        study.turn();
        study.time.advance(HEARTBEAT);
        study.turn();
        study.runs().on(0).lost("its executor was lost");
        study.turn();
        study.time.advance(BEYOND_SILENCE);
        study.turn();
        assertThat(study.observer.notices)
                .filteredOn(notice -> notice.startsWith("Runs that"))
                .hasSize(2);
    }

    @Test
    void pausesOnRequestOnceAllRunsHaveSaved() throws InterruptedException {
        start("random", SampleRuns.trials(5), 2);
        FakeRun first = started(0);
        FakeRun second = started(1);
        study.scheduler().requestStop("Ctrl-C");
        assertThat(study.turn()).isEmpty();
        assertThat(first.measure(0.5, false)).isEqualTo(Directive.STOP);
        first.stopped(true);
        assertThat(study.turn()).isEmpty();
        assertThat(study.runs().runs()).as("no new run").containsExactly(second);
        second.stopped(false);

        assertThat(study.turn()).contains(new StudyOutcome(StudyState.PAUSED, "Ctrl-C"));
        assertThat(study.trial(1).state()).isEqualTo(TrialState.PAUSED);
        assertThat(study.trial(1).checkpointEpoch()).isEqualTo(1);
        assertThat(study.trial(2).state()).isEqualTo(TrialState.PENDING);

        study.restart();
        study.turn();
        assertThat(study.runs().runs())
                .extracting(FakeRun::key)
                .containsExactly(first.key().nextAttempt(), second.key().nextAttempt());
    }

    @Test
    void pausesIfAStopIsRequestedInTheDatabase() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        FakeRun run = started(0);
        run.measure(0.5, false);
        database.direct().studies().requestStop(study.row().spec().name(), "eve@desk");
        // The journal looks at the row at most twice per second of real time.
        while (run.repeat() != Directive.STOP) {
            study.time.advance(HEARTBEAT);
            study.turn();
        }
        run.stopped(false);

        assertThat(study.turn()).contains(new StudyOutcome(StudyState.PAUSED, "a stop was requested by eve@desk"));
    }

    /** The scheduler knows no time of day but the database's. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void goesOnAsBeforeWhenTheClockIsSet(int hours) throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        FakeRun run = started(0);
        database.setClock(Duration.ofHours(hours));
        try {
            study.time.advance(HEARTBEAT);
            study.turn();
            assertThat(study.summary().beatAt().orElseThrow())
                    .as("the heartbeat goes on")
                    .isCloseTo(Instant.now().plus(Duration.ofHours(hours)), within(1, ChronoUnit.MINUTES));
            assertThat(study.runs().canceled()).as("runs that count as silent").isEmpty();

            database.direct().studies().requestStop(study.row().spec().name(), "eve@desk");
            run.measure(0.5, false);
            // The journal looks at the row at most twice per second of real time.
            while (run.repeat() != Directive.STOP) {
                study.time.advance(HEARTBEAT);
                study.turn();
            }
            run.stopped(true);
            assertThat(study.turn()).contains(new StudyOutcome(StudyState.PAUSED, "a stop was requested by eve@desk"));
            assertThat(study.rows().deviceTime()).isEqualTo(study.time.now());
            study.close();
            assertThat(study.rows().wallClock()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
        } finally {
            database.setClock(Duration.ZERO);
        }
    }

    @Test
    void cancelsRunsThatWaitForAnExecutorWhenTheStudyEnds() throws InterruptedException {
        start("random", SampleRuns.trials(5), 2);
        study.scheduler().requestStop("Ctrl-C");
        assertThat(study.turn()).isEmpty();
        study.time.advance(HEARTBEAT.plusMillis(1));
        assertThat(study.turn()).isEmpty();

        assertThat(study.runs().canceled()).hasSize(2);
        assertThat(study.turn()).isPresent();
        assertThat(study.trial(1).state()).isEqualTo(TrialState.PENDING);
        assertThat(study.outcomes(1)).containsExactly("no executor had begun it when the study ended: Ctrl-C");
    }

    @Test
    void givesUpNoTrialWhileTheStudyEnds() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        for (int loss = 0; loss < 2; loss++) {
            study.runs().on(0).lost("its executor was lost");
            study.turn();
            study.time.advance(HEARTBEAT);
            study.turn();
        }
        study.scheduler().requestStop("Ctrl-C");
        study.turn();
        study.runs().on(0).lost("its executor was lost");

        assertThat(study.turn()).isPresent();
        assertThat(study.trial(1).state()).isEqualTo(TrialState.PENDING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epochs    | the budget of 2 epochs is spent",
                "device    | the budget of 0.01 device hours is spent",
                "wallclock | the wall-clock budget of 36s is spent",
                "target    | the target is reached: accuracy 0.800000",
            })
    void endsAtEachLimitOfTheBudgetOnceRunsHaveStopped(String limit, String reason) throws InterruptedException {
        start(
                "random",
                switch (limit) {
                    case "epochs" -> SampleRuns.epochs(2);
                    case "device" -> SampleRuns.deviceHours(0.01);
                    case "wallclock" -> SampleRuns.wallClock(Duration.ofSeconds(36));
                    default -> SampleRuns.target(0.75);
                },
                1);
        FakeRun run = started(0);
        run.measure(0.5, false);
        study.time.advance(Duration.ofSeconds(35));
        study.turn();
        assertThat(run.measure(0.8, true)).isEqualTo(Directive.CONTINUE);
        study.time.advance(Duration.ofSeconds(1));
        assertThat(study.turn()).isEmpty();
        assertThat(run.measure(0.9, true)).isEqualTo(Directive.STOP);
        run.stopped(true);

        assertThat(study.turn()).contains(new StudyOutcome(StudyState.COMPLETED, reason));
        assertThat(study.outcomes(1)).containsExactly("stopped (" + reason + "): paused after epoch 3");
        study.restart();
        assertThat(study.runs().runs()).isEmpty();
        if (limit.equals("epochs") || limit.equals("target")) {
            assertThat(study.turn()).as("the budget is over resumes").isPresent();
        }
    }

    @Test
    void countsWhatEarlierCoordinatorsHaveSpent() throws InterruptedException {
        start("random", SampleRuns.deviceHours(2), 1);
        assertThat(study.turn()).isEmpty();
        database.execute("UPDATE sextant.study SET device_seconds = 7200 WHERE name = '"
                + study.row().spec().name() + "'");
        study.restart();

        assertThat(study.turn())
                .contains(new StudyOutcome(StudyState.COMPLETED, "the budget of 2 device hours is spent"));
        assertThat(study.observer.latest.deviceTime()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void countsTheWallClockOfEarlierCoordinators() throws InterruptedException {
        start("random", SampleRuns.wallClock(Duration.ofHours(2)), 1);
        assertThat(study.turn()).isEmpty();
        database.execute("UPDATE sextant.study SET wall_seconds = 7200 WHERE name = '"
                + study.row().spec().name() + "'");
        study.restart();

        assertThat(study.turn())
                .contains(new StudyOutcome(StudyState.COMPLETED, "the wall-clock budget of 2h is spent"));
        assertThat(study.observer.latest.wallClock()).isGreaterThanOrEqualTo(Duration.ofHours(2));
    }

    @Test
    void givesUpAStudyInWhichNothingTrains() throws InterruptedException {
        start("random", SampleRuns.trials(50), 1);
        Optional<StudyOutcome> outcome = Optional.empty();
        int failures = 0;
        while (outcome.isEmpty()) {
            study.runs().on(0).failed(FailureKind.TRAINER_ERROR, "no such column");
            failures++;
            outcome = study.turn();
        }

        assertThat(failures).isEqualTo(FailureStreak.LIMIT_BEFORE_FIRST_EPOCH);
        assertThat(outcome)
                .contains(new StudyOutcome(
                        StudyState.FAILED, "5 runs in a row failed; the last failure: no such column"));
    }

    @Test
    void failsIfEveryTrialFailedWithinTheBudget() throws InterruptedException {
        start("random", SampleRuns.trials(2), 1);
        study.runs().on(0).failed(FailureKind.OUT_OF_MEMORY, "needs 9 GiB");
        study.turn();
        study.runs().on(0).failed(FailureKind.OUT_OF_MEMORY, "needs 10 GiB");
        String reason = "all trials (2) failed before they had a value of accuracy; the last failure: ";

        assertThat(study.turn()).contains(new StudyOutcome(StudyState.FAILED, reason + "needs 10 GiB"));
        study.restart();
        assertThat(study.turn()).contains(new StudyOutcome(StudyState.FAILED, reason + "OUT_OF_MEMORY"));
    }

    @Test
    void triesARunAgainWhoseEnvironmentFailed() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        for (int tries = 1; tries < RetrySchedule.MAX_TRIES_AFTER_ENVIRONMENT_FAILURE; tries++) {
            started(0).failed(FailureKind.LOST, "the disk is full");
            study.turn();
            study.time.advance(Duration.ofMinutes(1));
            assertThat(study.turn()).isEmpty();
            assertThat(study.runs().on(0).key().attempt()).isEqualTo(tries + 1);
        }
        study.runs().on(0).failed(FailureKind.LOST, "the disk is full");
        study.turn();

        assertThat(study.trial(1).failure()).contains(FailureKind.LOST);
        assertThat(study.runs().on(0).key().trial()).isEqualTo(2);
    }

    @Test
    void failsNoTrialWhenTheApplicationEnds() throws InterruptedException {
        start("random", SampleRuns.trials(5), 2);
        FakeRun run = started(0);
        run.measure(0.5, true);
        study.runs().stop();

        assertThatThrownBy(() -> study.turn())
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("The Spark application ended while the study was running.");
        assertThat(study.trial(1).curve()).as("measured before").isEqualTo(LearningCurve.of(0.5));

        study.restart();
        study.turn();
        assertThat(study.runs().runs())
                .extracting(next -> next.key().attempt())
                .as("both are tried again")
                .containsExactly(2, 2);
    }

    @Test
    void marksRunsOfADeadCoordinatorAsLostAndTriesThemAgain() throws InterruptedException {
        start("random", SampleRuns.trials(5), 2);
        started(0).measure(0.5, true);
        study.turn();
        study.restart();
        study.turn();

        assertThat(study.runs().on(0).order().fromEpoch()).isEqualTo(1);
        assertThat(study.runs().on(1).order().fromEpoch()).isZero();
        assertThat(study.observer.latest.epochs()).isEqualTo(1);
    }

    /** At the first messages the transaction is lost, at later ones only the answer to its commit. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void writesOnceIfTheConnectionBreaks(int message) throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        FakeRun run = started(0);
        run.measure(0.5, true);
        trainToTarget(run, 0.6);
        database.proxy().severAt(message, true);
        study.turn();

        assertThat(study.rows().epochs()).isEqualTo(9);
        assertThat(study.runs().on(0).key().trial()).isEqualTo(2);
    }

    @Test
    void waitsForADatabaseThatIsGone() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        FakeRun run = started(0);
        run.measure(0.5, false);
        study.time.duringNextWait(() -> database.proxy().restore());
        database.proxy().refuse();
        study.turn();

        assertThat(study.trial(1).curve()).isEqualTo(LearningCurve.of(0.5));
        assertThat(study.time.sleeps()).isEqualTo(1);
        assertThat(study.observer.notices).hasSize(2).last().isEqualTo("The database is back");
        assertThat(study.observer.notices.get(0)).endsWith("; retrying for 1m");
    }

    @Test
    void givesUpADatabaseThatStaysAway() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        started(0).measure(0.5, false);
        study.time.duringNextWait(() -> study.time.advance(StudyHarness.DATABASE_TIMEOUT));
        database.proxy().refuse();
        try {
            assertThatThrownBy(() -> study.turn()).isInstanceOf(DatabaseGoneException.class);
        } finally {
            database.proxy().restore();
        }
        assertThat(study.trial(1).curve()).isEqualTo(LearningCurve.EMPTY);
    }

    @Test
    void endsWhenAnotherCoordinatorHasTakenOver() throws InterruptedException {
        start("random", SampleRuns.trials(5), 1);
        started(0).measure(0.5, false);
        database.execute("UPDATE sextant.study SET lock_token = lock_token + 1 WHERE name = '"
                + study.row().spec().name() + "'");

        assertThatThrownBy(() -> study.turn())
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("was taken over by another coordinator");
    }

    @Test
    void runsALoopUntilTheStudyEnds() throws InterruptedException {
        start("random", SampleRuns.trials(2), 1);
        study.time.duringNextWait(() -> study.runs().on(0).start());
        for (int trial = 1; trial <= 2; trial++) {
            study.time.duringNextWait(() -> trainToTarget(study.runs().on(0), 0.5));
        }

        StudyOutcome outcome = study.scheduler().run();

        assertThat(outcome.reason()).isEqualTo("the budget of 2 trials is spent");
        assertThat(study.row().state()).isEqualTo(StudyState.COMPLETED);
        assertThat(study.time.sleeps()).isZero();
    }

    @Test
    void needsAllItsParts() throws InterruptedException {
        start("random", SampleRuns.trials(1), 1);
        StudySpec spec = SampleRuns.spec(Budget.UNLIMITED);

        assertThatThrownBy(() -> Scheduler.builder(spec, null).build())
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Scheduler: dispatcher must be set");
    }

    private static Reason reason() {
        return Reason.of("scripted", "as scripted");
    }
}
