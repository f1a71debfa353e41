package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.sql.Requests;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.connect.DatabaseGoneException;
import dev.sextant.sql.connect.StudyLockedException;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySnapshot;
import dev.sextant.sql.row.StudySummary;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scheduler with fake runs, a manual clock and a real database, driven turn by turn. After every turn it checks that the
 * study in memory equals the one rebuilt from its rows.
 */
final class StudyHarness implements AutoCloseable {
    static final Duration DATABASE_TIMEOUT = Duration.ofMinutes(1);

    final ManualTime time = new ManualTime();
    final RecordingObserver observer = new RecordingObserver();

    private final StudyDatabase database;
    private final StudySpec spec;
    private final SearchAlgorithm search;
    private final Map<Integer, StoredTrial> finished = new HashMap<>();
    private StudyJournal journal;
    private FakeDispatcher runs;
    private Scheduler scheduler;
    private Optional<StudyOutcome> outcome = Optional.empty();

    StudyHarness(StudyDatabase database, StudySpec spec) {
        this(database, spec, SearchAlgorithms.create(spec.search().algorithm()));
    }

    StudyHarness(StudyDatabase database, StudySpec spec, SearchAlgorithm search) {
        this.database = database;
        this.spec = spec;
        this.search = search;
        database.direct().studies().createIfAbsent(spec);
        open();
    }

    /** Retries, because the server notices only after a moment that the connection of the coordinator before is broken. */
    private void open() {
        await("the study's lock")
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(e -> e instanceof StudyLockedException || e instanceof DatabaseGoneException)
                .until(this::opened);
    }

    private boolean opened() throws InterruptedException {
        journal = database.proxied().studies().lock(row(), "a test");
        try {
            journal.useTransaction(tx -> {
                tx.reap("its coordinator ended before the run");
                tx.studyBecomes(StudyState.RUNNING, "a test runs it");
            });
            runs = new FakeDispatcher();
            outcome = Optional.empty();
            scheduler = Scheduler.builder(spec, journal)
                    .search(search)
                    .dispatcher(runs)
                    .checkpointFolder("file:/nowhere/checkpoints")
                    .observer(observer)
                    .databaseTimeout(DATABASE_TIMEOUT)
                    .clock(time)
                    .waits(time)
                    .build();
            return true;
        } catch (DatabaseGoneException e) {
            journal.close();
            throw e;
        }
    }

    /** Lets the coordinator die without a word, and the next one take over. */
    void restart() {
        close();
        open();
    }

    FakeDispatcher runs() {
        return runs;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    SchedulerState state() {
        return scheduler.state();
    }

    Optional<StudyOutcome> outcome() {
        return outcome;
    }

    /** Applies the events that have arrived, and checks the rows. */
    Optional<StudyOutcome> turn() throws InterruptedException {
        outcome = scheduler.turn(scheduler.arrivedEvents());
        checkRows();
        outcome.ifPresent(end -> assertThat(row().state()).isEqualTo(end.state()));
        return outcome;
    }

    /** The trial with a number, as its rows say. */
    StoredTrial trial(int number) {
        return rows().trials().get(number - 1);
    }

    StudySnapshot rows() {
        return database.direct().reader().snapshot(row());
    }

    /** Outcomes of a trial's runs in their rows, in their order. */
    List<String> outcomes(int trial) {
        return database.direct().reader().trial(spec.name(), trial).orElseThrow().runs().stream()
                .map(RunSummary::outcome)
                .toList();
    }

    StudySummary summary() {
        return database.direct().reader().study(spec.name()).orElseThrow();
    }

    /** Requests of people, written past the coordinator. */
    Requests requests() {
        return database.direct().requests();
    }

    /** Lets the coordinator hear requests, and applies the events that have arrived. */
    Optional<StudyOutcome> turnAtHeartbeat() throws InterruptedException {
        time.advance(Duration.ofSeconds(5));
        return turn();
    }

    /** The decisions about a trial, as the rows say: who decided, and why. */
    List<String> decisions(int trial) {
        return database.direct().reader().trial(spec.name(), trial).orElseThrow().decisions().stream()
                .map(decision -> decision.by() + ": " + decision.reason())
                .toList();
    }

    StudyRow row() {
        return database.direct().studies().find(spec.name()).orElseThrow();
    }

    private void checkRows() {
        TrialCache cache = state().trials();
        StudySnapshot rows = rows();
        assertThat(cache.contents()).as("memory and rows").isEqualTo(new TrialCache(spec, rows).contents());

        List<RunKey> running = rows.trials().stream()
                .filter(trial -> trial.state() == TrialState.RUNNING)
                .map(StoredTrial::latestRun)
                .toList();
        assertThat(state().slots().runs()).as("runs on slots").containsExactlyInAnyOrderElementsOf(running);
        assertThat(runs.runs()).extracting(FakeRun::key).as("runs at workers").isSubsetOf(running);
        assertThat(state().slots().freeSlots() + running.size())
                .as("slots, free and busy")
                .isEqualTo(spec.cluster().slots());

        for (StoredTrial trial : rows.trials()) {
            StoredTrial before = trial.state().isFinished() ? finished.putIfAbsent(trial.number(), trial) : null;
            assertThat(trial).as("finished trial").isEqualTo(before == null ? trial : before);
        }
        assertThat(rows.trials()).hasSizeGreaterThanOrEqualTo(finished.size());

        StudySummary view = summary();
        assertThat(view.running()).isEqualTo(running.size());
        assertThat(view.bestTrial().orElse(0))
                .as("best trial in the view")
                .isEqualTo(cache.best().map(StoredTrial::number).orElse(0));
        assertThat(view.bestValue().orElse(Double.NaN)).isEqualTo(Double.valueOf(cache.bestValue()));
    }

    /** Checks that each trial has a checkpoint of its best epoch up to the one that it would be resumed from. */
    void checkBestEpochs() {
        for (StoredTrial trial : rows().trials()) {
            List<Integer> saved =
                    database.direct().reader().trial(spec.name(), trial.number()).orElseThrow().checkpoints().stream()
                            .map(Checkpoint::epoch)
                            .toList();
            trial.curve()
                    .upTo(trial.checkpointEpoch())
                    .bestEpoch(spec.objective().goal())
                    .ifPresent(best -> assertThat(saved)
                            .as("saved epochs of trial %d", trial.number())
                            .contains(best));
        }
    }

    @Override
    public void close() {
        database.proxy().severAt(0, false);
        scheduler.close();
        journal.close();
    }
}
