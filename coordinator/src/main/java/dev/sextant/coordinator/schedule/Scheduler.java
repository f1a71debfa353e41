package dev.sextant.coordinator.schedule;

import dev.sextant.common.random.SplitMix64;
import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.RunState;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ProposalAhead;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.RunEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs one study: keeps its slots busy with what the search proposes until the budget is spent or somebody says stop.
 *
 * <p>{@link #run} is one loop on the caller's thread, the only one that decides and writes. Other threads reach it through
 * {@link #requestStop} and the events that runs send.
 */
public final class Scheduler implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration LONG_WAIT = Duration.ofSeconds(60);
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final StudySpec spec;
    private final TrialCache book;
    private final StudyJournal journal;
    private final WriteBatch writes;
    private final ExecutorService thinking = Executors.newSingleThreadExecutor(Scheduler::searchThread);
    private final ProposalAhead search;
    private final String checkpointFolder;
    private final StudyObserver observer;
    private final InstantSource clock;
    private final DatabaseRetry patience;
    private final BudgetCheck budget;
    private final Duration wallClockBefore;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ReportReceiver desk;
    private final CheckpointCleanup tidying;
    private final RunDispatcher runs;
    private final PriorityQueue<Integer> freeSlots = new PriorityQueue<>();
    private final Map<RunKey, Busy> busy = new HashMap<>();
    private final RetrySchedule losses;
    private final FailureStreak failures = new FailureStreak();

    private Optional<StudyOutcome> ending = Optional.empty();
    private Instant startedAt;
    private Instant nextHeartbeat;
    private boolean waiting;
    private boolean noticedWait;

    /** Takes what workers say, on their threads, into the queue of the scheduler's own. */
    private final class Listener implements RunListener {
        @Override
        public Directive report(RunReport report) {
            return desk.receive(report);
        }

        @Override
        public void ended(RunKey key, int slot, JobOutcome outcome) {
            events.add(new Event.RunEnded(key, slot, outcome));
        }
    }

    /** A run that holds a slot; it costs device time from its start on, not while it waits for an executor. */
    private record Busy(int slot, Optional<Instant> startedAt) {
        Duration spent(Instant now) {
            return startedAt.map(start -> Duration.between(start, now)).orElse(Duration.ZERO);
        }
    }

    /**
     * @param knowledge what the search knows beside the trials
     * @param runs carries runs to workers; closed with the scheduler
     * @param checkpointFolder the study's own, a Hadoop path that driver and executors share
     * @param databasePatience how long to wait for a database that is gone
     */
    public Scheduler(
            StudySpec spec,
            PriorKnowledge knowledge,
            StudyJournal journal,
            SearchAlgorithm search,
            RunDispatcher runs,
            String checkpointFolder,
            StudyObserver observer,
            Duration databasePatience,
            InstantSource clock) {
        this.spec = spec;
        this.journal = journal;
        this.search = new ProposalAhead(search, thinking);
        this.checkpointFolder = checkpointFolder;
        this.tidying = new CheckpointCleanup(checkpointFolder);
        this.observer = observer;
        this.clock = clock;
        var snapshot = journal.load();
        this.book = new TrialCache(spec, snapshot, knowledge);
        this.wallClockBefore = snapshot.wallClock();
        this.budget = new BudgetCheck(spec);
        this.losses = new RetrySchedule(clock);
        this.patience = new DatabaseRetry(databasePatience, clock, observer::notice);
        this.writes = new WriteBatch(journal, patience);
        this.desk = new ReportReceiver(report -> events.add(new Event.Reported(report)), clock);
        this.runs = runs;
        for (int slot = 0; slot < spec.cluster().slots(); slot++) {
            freeSlots.add(slot);
        }
        runs.connect(new Listener());
    }

    /**
     * Runs the study until it ends, and writes how.
     *
     * @throws dev.sextant.sql.connect.DatabaseException when the database stays away, or another coordinator has taken over
     * @throws ClusterException when the Spark application ends under the study; its runs are left for the next coordinator
     */
    public StudyOutcome run() throws InterruptedException {
        startedAt = clock.instant();
        nextHeartbeat = startedAt;
        handle(waitingEvents());
        while (true) {
            heartbeat();
            checkBudget();
            try {
                fillSlots();
            } finally {
                writes.commit(); // what was measured stands, whatever went wrong since
            }
            observer.progress(status());
            if (ending.isPresent() && busy.isEmpty()) {
                StudyOutcome how = judged(ending.get());
                patience.run(() -> journal.useTransaction(tx -> tx.studyBecomes(how.state(), how.reason())));
                return how;
            }
            handle(nextEvents());
            if (runs.isStopped()) {
                writes.commit();
                throw new ClusterException(
                        "the Spark application ended under the study; see its log, or Spark's pages, for"
                                + " who stopped it");
            }
        }
    }

    /** Asks for a pause: runs save at the end of their epoch, then {@link #run} returns. Any thread may call it. */
    public void requestStop(String why) {
        events.add(new Event.StopRequested(why));
    }

    private List<Event> nextEvents() throws InterruptedException {
        Event first = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        List<Event> batch = waitingEvents();
        if (first != null) {
            batch.add(0, first);
        }
        return batch;
    }

    private List<Event> waitingEvents() {
        List<Event> batch = new ArrayList<>();
        events.drainTo(batch);
        return batch;
    }

    /** Measurements first, then what they led to; written together with what is decided next. */
    private void handle(List<Event> batch) {
        List<RunReport.EpochDone> measured = new ArrayList<>();
        for (Event event : batch) {
            if (event instanceof Event.Reported reported
                    && reported.report() instanceof RunReport.EpochDone done
                    && busy.containsKey(done.key())) {
                measured.add(done);
            }
        }
        if (!measured.isEmpty()) {
            writes.add(rows -> rows.record(measured));
            measured.forEach(this::note);
        }
        for (Event event : batch) {
            if (event instanceof Event.Reported reported && reported.report() instanceof RunReport.Started started) {
                writes.add(rows -> rows.runStarted(started));
                busy.computeIfPresent(started.key(), (key, run) -> new Busy(run.slot(), Optional.of(clock.instant())));
            } else if (event instanceof Event.Reported reported
                    && reported.report() instanceof RunReport.WentBack back) {
                observer.notice(back.key() + " goes on from epoch " + back.toEpoch() + " instead: " + back.why());
            } else if (event instanceof Event.RunEnded over) {
                end(over);
            } else if (event instanceof Event.StopRequested stop) {
                endWith(new StudyOutcome(StudyState.PAUSED, stop.why()));
            }
        }
    }

    private static Thread searchThread(Runnable task) {
        Thread thread = new Thread(task, "search");
        thread.setDaemon(true);
        return thread;
    }

    private void note(RunReport.EpochDone report) {
        double bestBefore = book.bestValue();
        boolean news = book.measured(
                report.key(), report.epoch(), spec.objective().valueOf(report.metrics()), report.checkpoint());
        if (news) {
            boolean best = spec.objective().goal().isBetter(book.bestValue(), bestBefore);
            writes.then(() -> observer.measured(report, best));
        }
        report.checkpoint().ifPresent(checkpoint -> {
            OptionalInt bestEpoch = book.trial(report.key().trial())
                    .curve()
                    .bestEpoch(spec.objective().goal());
            writes.then(() -> tidying.recorded(report.key(), checkpoint, bestEpoch));
        });
        if (report.epoch() == book.trial(report.key().trial()).targetEpoch()) {
            // The run is about to end: what the search will be asked then is known now.
            search.prepare(book.viewWhenReached(report.key().trial()));
        }
    }

    private void heartbeat() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(nextHeartbeat)) {
            return;
        }
        nextHeartbeat = now.plus(HEARTBEAT);
        patience.run(() -> journal.heartbeat(LEASE));
        if (patience.call(journal::stopRequested)) {
            endWith(new StudyOutcome(StudyState.PAUSED, "asked to stop"));
        }
        watchRuns();
    }

    private void watchRuns() {
        for (RunKey silent : desk.silentFor(spec.cluster().silence())) {
            observer.notice(silent + " has reported nothing for "
                    + spec.cluster().silence().toSeconds() + " s: cut off");
            desk.close(silent);
            runs.cutOff(silent);
        }
        if (ending.isPresent()) {
            // They wait for an executor that may never come; nobody will tell them to stop.
            desk.waitingFor(HEARTBEAT).forEach(runs::cutOff);
        }
        int waitingRuns = desk.waitingFor(LONG_WAIT).size();
        if (waitingRuns > 0 && !noticedWait) {
            observer.notice(waitingRuns + " run(s) have waited for an executor for more than " + LONG_WAIT.toSeconds()
                    + " s: the cluster has lost some, or others use it");
        }
        noticedWait = waitingRuns > 0;
    }

    private void checkBudget() {
        if (ending.isEmpty()) {
            budget.reached(book.bestValue(), book.epochs(), deviceTime(), wallClock())
                    .ifPresent(reason -> endWith(new StudyOutcome(StudyState.COMPLETED, reason)));
        }
        if (ending.isEmpty()) {
            failures.hopeless(book.epochs()).ifPresent(why -> endWith(new StudyOutcome(StudyState.FAILED, why)));
        }
    }

    private void endWith(StudyOutcome how) {
        if (ending.isEmpty()) {
            ending = Optional.of(how);
            desk.stopAll();
        }
    }

    /** A study does not count as completed for having tried all it might when nothing of it would train. */
    private StudyOutcome judged(StudyOutcome how) {
        if (how.state() != StudyState.COMPLETED || !book.nothingTrained()) {
            return how;
        }
        return new StudyOutcome(
                StudyState.FAILED,
                "all of its trials failed (" + book.size() + ") before they had a value of "
                        + spec.objective().metric()
                        + "; the last one: "
                        + failures.lastOfTrial().orElseGet(() -> book.trial(book.size())
                                .failure()
                                .orElseThrow()
                                .name()));
    }

    private void fillSlots() {
        waiting = false;
        while (ending.isEmpty() && !freeSlots.isEmpty() && !waiting) {
            List<StoredTrial> unfinished = book.unfinished();
            Optional<StoredTrial> due = unfinished.stream()
                    .filter(trial -> losses.isDue(trial.number()))
                    .findFirst();
            if (due.isPresent()) {
                retry(due.get());
            } else if (unfinished.size() >= freeSlots.size()) {
                break; // every free slot is kept for a run that waits for its next try
            } else {
                propose();
            }
        }
    }

    private void retry(StoredTrial trial) {
        int fromEpoch = trial.checkpointEpoch();
        String why = "its run was cut off: goes on from epoch " + fromEpoch;
        Decision decision = new Decision(DecisionKind.RETRY, "scheduler", why, Map.of("from_epoch", (long) fromEpoch));
        int slot = freeSlots.remove();
        RunKey key = trial.latestRun().nextAttempt();
        writes.add(rows -> expect(key, rows.retry(trial.latestRun(), fromEpoch, slot, decision)));
        book.continued(trial.number(), trial.targetEpoch(), key);
        dispatch(key, slot, why);
    }

    private void propose() {
        Proposal proposal = search.propose(book.view());
        if (proposal instanceof Proposal.StartTrial start) {
            int number = book.size() + 1;
            long seed = trialSeed(spec.search().seed(), number);
            int slot = freeSlots.remove();
            Decision decision = decision(DecisionKind.START, start.reason());
            RunKey key = new RunKey(journal.studyId(), number, 1, 1);
            writes.add(rows ->
                    expect(key, rows.startTrial(number, start.configuration(), seed, start.toEpoch(), slot, decision)));
            Trial trial = new Trial(
                    number,
                    start.configuration(),
                    TrialState.RUNNING,
                    start.toEpoch(),
                    start.reason().algorithm(),
                    LearningCurve.EMPTY);
            book.started(new StoredTrial(trial, seed, Optional.empty(), key, List.of()));
            dispatch(key, slot, start.reason().sentence());
        } else if (proposal instanceof Proposal.ContinueTrial on) {
            StoredTrial trial = book.trial(on.trial());
            int fromEpoch = trial.checkpointEpoch();
            int slot = freeSlots.remove();
            Decision decision = decision(DecisionKind.CONTINUE, on.reason());
            RunKey key = trial.latestRun().nextRun();
            writes.add(rows -> expect(key, rows.continueTrial(on.trial(), fromEpoch, on.toEpoch(), slot, decision)));
            book.continued(on.trial(), on.toEpoch(), key);
            dispatch(key, slot, on.reason().sentence());
        } else if (proposal instanceof Proposal.Wait wait) {
            if (busy.isEmpty() && book.unfinished().isEmpty()) {
                throw new IllegalStateException(search.name() + " waits although nothing runs: "
                        + wait.reason().sentence());
            }
            waiting = true;
        } else {
            waiting = true;
            if (busy.isEmpty() && book.unfinished().isEmpty()) {
                endWith(new StudyOutcome(StudyState.COMPLETED, proposal.reason().sentence()));
            }
        }
    }

    private static void expect(RunKey key, RunKey written) {
        if (!written.equals(key)) {
            throw new IllegalStateException("The database calls " + written + " what the scheduler calls " + key);
        }
    }

    private static Decision decision(DecisionKind kind, Reason reason) {
        return new Decision(kind, reason.algorithm(), reason.sentence(), reason.details());
    }

    /** Takes the slot now, and hands the run to Spark once its row is written. */
    private void dispatch(RunKey key, int slot, String why) {
        StoredTrial trial = book.trial(key.trial());
        TreeMap<String, Object> settings = new TreeMap<>(spec.trainer().settings());
        settings.putAll(trial.configuration().values());
        busy.put(key, new Busy(slot, Optional.empty()));
        RunOrder order = new RunOrder(
                key,
                spec.name(),
                spec.trainer().type(),
                settings,
                trial.seed(),
                spec.objective().metric(),
                trial.checkpoints(),
                trial.targetEpoch(),
                spec.fidelity().maxEpochs(),
                checkpointFolder,
                spec.cluster().checkpointEvery(),
                spec.cluster().cpusPerTrial());
        writes.then(() -> {
            desk.open(key);
            observer.dispatched(trial, slot, why);
            runs.dispatch(order, slot);
        });
    }

    private void end(Event.RunEnded over) {
        if (runs.isStopped()) {
            return; // cut off with the whole application: not the run's fault, the next coordinator reaps it
        }
        Busy run = busy.remove(over.key());
        desk.close(over.key());
        freeSlots.add(over.slot());
        int trial = over.key().trial();
        int tries = ending.isPresent() ? 1 : losses.tries(book.trial(trial));
        RunEnd end = RunOutcomes.of(over, book.trial(trial), spec, tries);
        writes.add(rows -> rows.endRun(end));
        Duration spent = run.spent(clock.instant())
                .multipliedBy(Math.max(1, spec.cluster().gpusPerTrial()));
        book.ended(trial, end.trialState(), end.failure(), end.checkpoint(), spent);
        if (end.runState() == RunState.LOST && end.trialState() != TrialState.FAILED) {
            losses.add(book.trial(trial));
        } else {
            losses.forget(trial);
        }
        failures.note(end, RunOutcomes.isForSurroundings(over.outcome()));
        StoredTrial ended = book.trial(trial);
        writes.then(() -> observer.ended(ended, over.slot(), end.decision().reason()));
    }

    /** Returns the seed of a trial: the output of that number of the SplitMix64 generator with the study's seed. */
    static long trialSeed(long studySeed, int number) {
        return SplitMix64.mix(studySeed + number * SplitMix64.GOLDEN_GAMMA);
    }

    private Duration wallClock() {
        return wallClockBefore.plus(Duration.between(startedAt, clock.instant()));
    }

    private Duration deviceTime() {
        Duration total = book.deviceTime();
        Instant now = clock.instant();
        for (Busy run : busy.values()) {
            total = total.plus(
                    run.spent(now).multipliedBy(Math.max(1, spec.cluster().gpusPerTrial())));
        }
        return total;
    }

    private StudyProgress status() {
        Map<TrialState, Integer> counts = new TreeMap<>();
        for (TrialState state : TrialState.values()) {
            if (book.count(state) > 0) {
                counts.put(state, book.count(state));
            }
        }
        TreeMap<Integer, Integer> rungs = new TreeMap<>();
        busy.keySet().forEach(key -> rungs.merge(book.trial(key.trial()).targetEpoch(), 1, Integer::sum));
        return new StudyProgress(
                spec,
                counts,
                book.best().map(StoredTrial::number),
                book.bestValue(),
                book.epochs(),
                deviceTime(),
                wallClock(),
                rungs);
    }

    @Override
    public void close() {
        thinking.shutdownNow();
        runs.close();
        tidying.close();
    }
}
