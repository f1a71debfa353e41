package dev.sextant.sql;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.DatabaseGoneException;
import dev.sextant.sql.connect.LockLostException;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.EarlierStudyRow;
import dev.sextant.sql.row.RunEnd;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Writes what one coordinator does to one study, under the study's lock. Every method is one transaction, which checks
 * that the lock is still ours.
 *
 * <p>All methods throw {@link LockLostException} when another coordinator has taken the lock, {@link
 * DatabaseGoneException} when the database is gone but may come back, and another {@link DatabaseException} for what
 * trying again would not mend; then nothing was written, and the call can be made again: every write is idempotent. After
 * a restart of the database the lock is taken again, if nobody came between. Safe for use by many threads.
 */
public final class StudyJournal implements AutoCloseable {
    private static final long STOP_LOOK_NANOS = Duration.ofMillis(500).toNanos();

    private final Database database;
    private final StudyLock lock;
    private final long id;
    private final String name;
    /** This thread's transaction of this journal, while {@link #together} lasts. */
    @SuppressWarnings("ThreadLocalUsage") // not static: another journal's transaction is none of ours
    private final ThreadLocal<Turn> together = new ThreadLocal<>();

    private volatile StudySpec spec;
    private volatile Duration lease = Duration.ofMinutes(1);
    private volatile boolean stopRequested;
    private volatile long stopLookedAt;

    StudyJournal(Database database, StudyRow study, StudyLock lock) {
        this.database = database;
        this.lock = lock;
        this.id = study.id();
        this.name = study.spec().name();
        this.spec = study.spec();
        this.stopLookedAt = System.nanoTime() - STOP_LOOK_NANOS;
    }

    /** The study's row id. */
    public long studyId() {
        return id;
    }

    /**
     * Names the Spark application that carries the runs from now on.
     *
     * @param application its id
     */
    public void carriedBy(String application) {
        write("Cannot write the Spark application of study " + name, turn -> {
            turn.handle.execute("UPDATE study SET lock_application = ? WHERE id = ?", application, id);
            turn.ledger.touch();
            return true;
        });
    }

    /**
     * Makes the calls of other methods, by this thread, one transaction: all of them stand written, or none. A call made
     * again makes all of them again.
     */
    public void together(Runnable calls) {
        inTransaction("Cannot write to study " + name, turn -> {
            together.set(turn);
            try {
                calls.run();
            } finally {
                together.remove();
            }
            return true;
        });
    }

    /** Everything the rows say about the study. */
    public StudySnapshot load() {
        return guarded("Cannot read study " + name, () -> database.jdbi()
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                    lock.confirm(handle);
                    return new SnapshotReader(handle, id, spec).load();
                }));
    }

    /** What the study was given of earlier ones when it was created, in the order of its specification. */
    public List<EarlierStudyRow> earlierStudies() {
        return guarded("Cannot read what study " + name + " knows of earlier ones", () -> database.jdbi()
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                    lock.confirm(handle);
                    return new EarlierStudyCopies(handle, id).load();
                }));
    }

    /**
     * Inserts a trial and its first run, DISPATCHED.
     *
     * @param number the trial's number, one more than the last one's
     * @param seed the trial's own seed
     * @param toEpoch the epoch that the run is for
     * @param slot which slot it goes to, from 0
     */
    public RunKey startTrial(
            int number, Configuration configuration, long seed, int toEpoch, int slot, Decision decision) {
        return write("Cannot start trial " + number + " of study " + name, turn -> dispatches(turn)
                .start(number, configuration, seed, toEpoch, slot, decision));
    }

    /** Inserts the next run of a PENDING or PAUSED trial, which becomes RUNNING. */
    public RunKey continueTrial(int trial, int fromEpoch, int toEpoch, int slot, Decision decision) {
        return write("Cannot continue trial " + trial + " of study " + name, turn -> dispatches(turn)
                .continueTrial(trial, fromEpoch, toEpoch, slot, decision));
    }

    /** Inserts the next attempt at a run that was LOST or STOPPED before it reached its epoch; its trial becomes RUNNING. */
    public RunKey retry(RunKey over, int fromEpoch, int slot, Decision decision) {
        return write("Cannot retry " + over + " of study " + name, turn -> dispatches(turn)
                .retry(over, fromEpoch, slot, decision));
    }

    private RunInserts dispatches(Turn turn) {
        return new RunInserts(turn.handle, id, lock.token(), turn.locked, lease, turn.ledger);
    }

    /** Notes that an executor has begun a run; ignored when the attempt is not the latest. */
    public void runStarted(RunReport.Started report) {
        write("Cannot note the start of " + report.key() + " of study " + name, turn -> {
            new RunUpdates(turn.handle, id, turn.ledger).started(report);
            return true;
        });
    }

    /**
     * Writes measurements, and the checkpoints that came with them, in one statement each; what an older attempt says is
     * ignored, and so is an epoch that stands already.
     *
     * @return how many epochs were new
     */
    public int record(List<RunReport.EpochDone> reports) {
        if (reports.isEmpty()) {
            return 0;
        }
        return write(
                "Cannot write measurements of study " + name,
                turn -> new MeasurementInserts(turn.handle, id, spec.objective(), turn.ledger).record(reports));
    }

    /**
     * Ends a run, and with it its trial's state RUNNING.
     *
     * @return whether it stands written: false when the attempt is not the latest or the run is already over, unless it
     *     is over by this same end
     */
    public boolean endRun(RunEnd end) {
        return write(
                "Cannot write the end of " + end.key() + " of study " + name,
                turn -> new RunUpdates(turn.handle, id, turn.ledger).end(end));
    }

    /**
     * Ends, as LOST, all runs that are not over: their trials become PAUSED at their last checkpoint, or PENDING. Called
     * on resume, when no other coordinator can be alive. Such a run counts as ended when it was last heard of.
     *
     * @return the keys of the runs; a call made again answers only what is left
     */
    public List<RunKey> reap(String why) {
        return write("Cannot reap the runs of study " + name, turn -> new RunUpdates(turn.handle, id, turn.ledger)
                .reap(why));
    }

    /** Pushes the leases of all runs under way to now + {@code lease}, and counts the wall-clock time. */
    public void heartbeat(Duration lease) {
        this.lease = lease;
        guarded("Cannot write the heartbeat of study " + name, () -> {
            lock.probe();
            return database.jdbi().inTransaction(handle -> {
                lock.check(handle);
                beat(handle, lease);
                return true;
            });
        });
    }

    private void beat(Handle handle, Duration lease) {
        handle.createUpdate(
                        """
                        UPDATE study SET wall_seconds = wall_seconds + extract(epoch FROM now() - beat_at),
                                         beat_at = now()
                        WHERE id = :id AND beat_at < now()""")
                .bind("id", id)
                .execute();
        // Runs of a coordinator before us are not ours to vouch for: they are reaped.
        handle.createUpdate(
                        """
                        UPDATE run SET seen_at = now(), lease_until = now() + make_interval(secs => :seconds)
                        WHERE study_id = :id AND state IN ('DISPATCHED', 'RUNNING') AND lock_token = :token""")
                .bind("id", id)
                .bind("seconds", lease.toMillis() / 1000.0)
                .bind("token", lock.token())
                .execute();
    }

    /** Changes the study's state, with a decision row; does nothing when it is in that state already. */
    public void studyBecomes(StudyState state, String reason) {
        write("Cannot write the state of study " + name, turn -> {
            String from = turn.locked.state();
            if (!from.equals(state.name())) {
                turn.handle
                        .createUpdate("UPDATE study SET state = :to WHERE id = :id AND state = :from")
                        .bind("to", state.name())
                        .bind("id", id)
                        .bind("from", from)
                        .execute();
                turn.ledger.decidedOnStudy(Optional.of(from), state.name(), reason, Map.of());
            }
            return true;
        });
    }

    /** Replaces the spec by one that differs only in what may change on resume; does nothing when it is the same. */
    public void respecify(StudySpec spec, String reason) {
        if (!spec.name().equals(name)) {
            throw new IllegalArgumentException("Cannot make study " + name + " into " + spec.name());
        }
        write("Cannot write the specification of study " + name, turn -> {
            boolean changed = turn.handle
                            .createUpdate(
                                    """
                            UPDATE study SET spec = CAST(:spec AS json), spec_hash = :hash, algorithm = :algorithm,
                                metric = :metric, goal = :goal, max_epochs = :maxEpochs, slots = :slots,
                                devices = :devices
                            WHERE id = :id AND spec_hash <> :hash""")
                            .bindMap(Studies.specColumns(spec))
                            .bind("id", id)
                            .execute()
                    > 0;
            if (changed) {
                turn.handle.execute("DELETE FROM rung WHERE study_id = ?", id);
                Studies.insertRungs(turn.handle, id, spec);
                String state = turn.locked.state();
                turn.ledger.decidedOnStudy(Optional.of(state), state, reason, Map.of("spec_hash", SpecJson.hash(spec)));
            }
            return true;
        });
        this.spec = spec;
    }

    /**
     * Whether somebody asked for the study to pause since the lock was taken. Reads one column by its key, at most twice
     * a second; between that it answers from memory.
     */
    public boolean stopRequested() {
        if (!stopRequested && System.nanoTime() - stopLookedAt >= STOP_LOOK_NANOS) {
            stopRequested =
                    guarded("Cannot read study " + name, () -> database.jdbi().withHandle(handle -> handle.createQuery(
                                    "SELECT stop_requested_at IS NOT NULL FROM study WHERE id = :id AND lock_token = :token")
                            .bind("id", id)
                            .bind("token", lock.token())
                            .mapTo(Boolean.class)
                            .findOne()
                            .orElseThrow(lock::lost)));
            stopLookedAt = System.nanoTime();
        }
        return stopRequested;
    }

    /** A transaction of its own, or a part of {@link #together}. */
    private <T> T write(String what, Function<Turn, T> body) {
        Turn under = together.get();
        return under == null ? inTransaction(what, body) : guarded(what, () -> body.apply(under));
    }

    private <T> T inTransaction(String what, Function<Turn, T> body) {
        return guarded(what, () -> {
            lock.ensureHeld();
            return database.jdbi().inTransaction(handle -> {
                Turn turn = new Turn(handle, lock.check(handle), new StudyDelta());
                T result = body.apply(turn);
                turn.ledger.write(handle, id, name);
                return result;
            });
        });
    }

    /** A transaction under way, which holds the study's row. */
    private record Turn(Handle handle, StudyLock.LockedStudy locked, StudyDelta ledger) {}

    private <T> T guarded(String what, Supplier<T> body) {
        try {
            return body.get();
        } catch (JdbiException e) {
            DatabaseException explained = database.failures().explain(what, e);
            if (explained instanceof DatabaseGoneException) {
                lock.suspect();
            }
            throw explained;
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        lock.close();
    }
}
