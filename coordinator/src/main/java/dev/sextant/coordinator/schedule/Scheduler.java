package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.time.MonotonicClock;
import dev.sextant.coordinator.search.ProposalAhead;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.sql.StudyJournal;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs one study: keeps its slots busy with proposals of the search until the budget is spent or a stop is requested.
 *
 * <pre>{@code
 * try (Scheduler scheduler = Scheduler.builder(spec, journal)
 *         .search(algorithm)
 *         .dispatcher(runs)
 *         .checkpointFolder("hdfs://name-node/sextant/cars-7")
 *         .observer(progress)
 *         .build()) {
 *     StudyOutcome outcome = scheduler.run();
 * }
 * }</pre>
 *
 * <p>{@link #run} is one loop on the caller's thread, the only one that decides and writes. Other threads reach it through
 * {@link #requestStop} and the events that runs send.
 */
public final class Scheduler implements AutoCloseable {
    private static final Duration LONGEST_WAIT_FOR_EVENTS = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final StudyJournal journal;
    private final MonotonicClock clock;
    private final WaitStrategy waits;
    private final DatabaseRetry database;
    private final RunDispatcher dispatcher;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ExecutorService searchThread = Executors.newSingleThreadExecutor(Scheduler::newSearchThread);
    private final SchedulerState state;
    private final CheckpointCleanup cleanup;
    private final Steering steering;
    private final PatienceCheck patience;
    private final EventHandler handler;
    private final SlotFiller filler;
    private final RunWatch watch;
    private final Duration wallClockBefore;
    private final Duration startedAt;
    private Duration nextHeartbeat;

    private Scheduler(Builder builder) throws InterruptedException {
        StudySpec spec = builder.spec;
        journal = builder.journal;
        clock = builder.clock;
        waits = builder.waits;
        dispatcher = required(builder.dispatcher, "dispatcher");
        SearchAlgorithm algorithm = required(builder.search, "search");
        String checkpointFolder = required(builder.checkpointFolder, "checkpointFolder");
        StudyObserver observer = required(builder.observer, "observer");
        database = new DatabaseRetry(builder.databaseTimeout, clock, waits, observer::notice);
        var snapshot = database.call(journal::load);
        wallClockBefore = snapshot.wallClock();
        startedAt = clock.now();
        nextHeartbeat = startedAt;
        state = new SchedulerState(
                spec,
                journal.studyId(),
                new TrialCache(spec, snapshot, builder.knowledge),
                new SlotTable(spec.cluster(), clock),
                new RetrySchedule(clock),
                new StoppingRule(spec),
                new WriteBatch(journal, database),
                new ReportReceiver(report -> events.add(new Event.Reported(report)), clock),
                observer);
        ProposalAhead search = new ProposalAhead(algorithm, searchThread);
        cleanup = new CheckpointCleanup(checkpointFolder);
        steering = new Steering(state);
        patience = new PatienceCheck(spec, database.call(journal::lastImprovement));
        handler = new EventHandler(state, search, cleanup, steering);
        filler = new SlotFiller(state, search, dispatcher, checkpointFolder, steering);
        watch = new RunWatch(state, dispatcher, steering);
        dispatcher.connect(new Listener());
        if (!snapshot.trials().isEmpty()) {
            deleteLeftovers();
        }
    }

    /** Deletes checkpoint files that no row names. Call it while no run is under way. */
    private void deleteLeftovers() throws InterruptedException {
        Map<Integer, List<String>> recorded = database.call(journal::checkpointUris);
        cleanup.idle(state.trials().all().stream()
                .map(trial -> CheckpointStore.IdleTrial.of(
                        trial, state.spec().objective().goal(), recorded.getOrDefault(trial.number(), List.of())))
                .toList());
    }

    /**
     * Returns a builder for the scheduler of a study.
     *
     * @param journal journal of the study, which holds its lock
     */
    public static Builder builder(StudySpec spec, StudyJournal journal) {
        return new Builder(spec, journal);
    }

    /** Queues reports, which arrive on other threads, for the scheduler's thread. */
    private final class Listener implements RunListener {
        @Override
        public Directive report(RunReport report) {
            return state.receiver().receive(report);
        }

        @Override
        public void working(String work, long done, long total) {
            events.add(new Event.Working(work, done, total));
        }

        @Override
        public void ended(RunKey key, int slot, JobOutcome outcome) {
            events.add(new Event.RunEnded(key, slot, outcome));
        }
    }

    /**
     * Runs the study until it ends, and writes how it ended.
     *
     * @throws dev.sextant.sql.connect.DatabaseException if the database remains unreachable, or another coordinator has
     *     taken over
     * @throws ClusterException if the Spark application ends before the study; its runs are left for the next
     *     coordinator
     */
    public StudyOutcome run() throws InterruptedException {
        Optional<StudyOutcome> outcome = turn(arrivedEvents());
        while (outcome.isEmpty()) {
            outcome = turn(nextEvents());
        }
        return outcome.get();
    }

    /** Requests a pause: runs save at the end of their epoch, then {@link #run} returns. Any thread may call it. */
    public void requestStop(String reason) {
        events.add(new Event.StopRequested(reason));
    }

    /**
     * Runs the loop once: applies events, fills slots, and commits the resulting rows.
     *
     * @return how the study ended; empty while it continues
     */
    Optional<StudyOutcome> turn(List<Event> batch) throws InterruptedException {
        Optional<String> end = dispatcher.end();
        handler.handle(end.isPresent() ? withoutRunEnds(batch) : batch);
        if (end.isPresent()) {
            state.writes().commit();
            throw new ClusterException(end.get() + "\n`sextant resume` continues the study.");
        }
        heartbeat();
        state.stopping().check(state.trials(), deviceTime(), wallClock());
        patience.reached(state.trials(), state.writes())
                .ifPresent(reason -> state.stopping().end(StudyState.COMPLETED, reason));
        try {
            if (state.stopping().isEnding()) {
                state.receiver().stopAll();
            }
            filler.fill();
        } finally {
            state.writes().commit(); // measurements are kept even if the search fails
        }
        state.observer().progress(progress());
        if (!state.stopping().isEnding() || !state.slots().isIdle()) {
            return Optional.empty();
        }
        StudyOutcome outcome = state.stopping().outcome(state.trials());
        database.run(() -> journal.useTransaction(tx -> tx.studyBecomes(outcome.state(), outcome.reason())));
        if (handler.hasLostRuns()) {
            deleteLeftovers();
        }
        return Optional.of(outcome);
    }

    /** Runs that ended with the whole application did not fail: the next coordinator finds them and tries them again. */
    private static List<Event> withoutRunEnds(List<Event> batch) {
        return batch.stream()
                .filter(event -> !(event instanceof Event.RunEnded))
                .toList();
    }

    /** Takes the events that have arrived, without waiting. */
    List<Event> arrivedEvents() {
        List<Event> batch = new ArrayList<>();
        events.drainTo(batch);
        return batch;
    }

    private List<Event> nextEvents() throws InterruptedException {
        Optional<Event> first = waits.poll(events, LONGEST_WAIT_FOR_EVENTS);
        List<Event> batch = arrivedEvents();
        first.ifPresent(event -> batch.add(0, event));
        return batch;
    }

    private void heartbeat() throws InterruptedException {
        Duration now = clock.now();
        if (now.compareTo(nextHeartbeat) < 0) {
            return;
        }
        nextHeartbeat = now.plus(HEARTBEAT);
        database.run(() -> journal.heartbeat(LEASE));
        if (database.call(journal::stopRequested)) {
            state.stopping().end(StudyState.PAUSED, journal.stopReason());
        }
        steering.hear(database.call(journal::openRequests));
        watch.check();
    }

    private Duration wallClock() {
        return wallClockBefore.plus(clock.now()).minus(startedAt);
    }

    private Duration deviceTime() {
        return state.trials().deviceTime().plus(state.slots().deviceTime());
    }

    private StudyProgress progress() {
        TrialCache trials = state.trials();
        Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
        for (TrialState trialState : TrialState.values()) {
            if (trials.count(trialState) > 0) {
                counts.put(trialState, trials.count(trialState));
            }
        }
        TreeMap<Integer, Integer> rungs = new TreeMap<>();
        state.slots()
                .runs()
                .forEach(run -> rungs.merge(trials.trial(run.trial()).targetEpoch(), 1, Integer::sum));
        return new StudyProgress(
                state.spec(),
                counts,
                trials.best().map(StoredTrial::number),
                trials.bestValue(),
                trials.epochs(),
                deviceTime(),
                wallClock(),
                rungs);
    }

    /** Returns the scheduler's view of the study, for tests. */
    SchedulerState state() {
        return state;
    }

    private static Thread newSearchThread(Runnable task) {
        Thread thread = new Thread(task, "search");
        thread.setDaemon(true);
        return thread;
    }

    private static <T> T required(T value, String name) {
        return Objects.requireNonNull(value, () -> "Scheduler: " + name + " must be set");
    }

    @Override
    public void close() {
        searchThread.shutdownNow();
        dispatcher.close();
        cleanup.close();
    }

    /** Collects the parts of a scheduler. Not safe for use by many threads. */
    public static final class Builder {
        private static final Duration DATABASE_TIMEOUT = Duration.ofMinutes(1);

        private final StudySpec spec;
        private final StudyJournal journal;
        private PriorKnowledge knowledge = PriorKnowledge.NONE;
        private SearchAlgorithm search;
        private RunDispatcher dispatcher;
        private String checkpointFolder;
        private StudyObserver observer;
        private Duration databaseTimeout = DATABASE_TIMEOUT;
        private MonotonicClock clock = MonotonicClock.SYSTEM;
        private WaitStrategy waits = WaitStrategy.REAL_TIME;

        private Builder(StudySpec spec, StudyJournal journal) {
            this.spec = spec;
            this.journal = journal;
        }

        /** Sets the prior knowledge of the search; none by default. */
        public Builder knowledge(PriorKnowledge value) {
            knowledge = value;
            return this;
        }

        /** Sets the algorithm that proposes trials. Required. */
        public Builder search(SearchAlgorithm value) {
            search = value;
            return this;
        }

        /** Sets the dispatcher that carries runs to workers; it is closed with the scheduler. Required. */
        public Builder dispatcher(RunDispatcher value) {
            dispatcher = value;
            return this;
        }

        /** Sets the study's own folder for checkpoints, a Hadoop path that driver and executors share. Required. */
        public Builder checkpointFolder(String value) {
            checkpointFolder = value;
            return this;
        }

        /** Sets the observer of the study. Required. */
        public Builder observer(StudyObserver value) {
            observer = value;
            return this;
        }

        /** Sets how long to retry while the database is gone; 1 minute by default. */
        public Builder databaseTimeout(Duration value) {
            databaseTimeout = value;
            return this;
        }

        /** Sets the clock by which all intervals are measured; the system's by default. */
        Builder clock(MonotonicClock value) {
            clock = value;
            return this;
        }

        /** Sets how the scheduler waits; in real time by default. */
        Builder waits(WaitStrategy value) {
            waits = value;
            return this;
        }

        /**
         * Builds the scheduler: reads the study's rows and connects to the dispatcher.
         *
         * @throws NullPointerException if a required part was not set
         * @throws dev.sextant.sql.connect.DatabaseException if the rows cannot be read, after retries
         */
        public Scheduler build() throws InterruptedException {
            return new Scheduler(this);
        }
    }
}
