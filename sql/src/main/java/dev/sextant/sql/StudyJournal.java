package dev.sextant.sql;

import dev.sextant.common.study.StudySpec;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.DatabaseGoneException;
import dev.sextant.sql.connect.LockLostException;
import dev.sextant.sql.row.EarlierStudyRow;
import dev.sextant.sql.row.Improvement;
import dev.sextant.sql.row.Request;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The record of one study, kept by the one coordinator that holds the study's lock. Everything is written in transactions,
 * and each of them checks first that the lock is still ours:
 *
 * <pre>{@code
 * try (StudyJournal journal = database.studies().lock(study, "ada@node-1")) {
 *     journal.useTransaction(tx -> {
 *         tx.record(reports);
 *         tx.endRun(end, deviceTime);
 *     });
 * }
 * }</pre>
 *
 * <p>All methods throw {@link LockLostException} if another coordinator has taken the lock, {@link DatabaseGoneException}
 * if the database is gone but may come back, and another {@link DatabaseException} for a failure that a retry would not
 * mend. Nothing is written then, and the call can be repeated: every write is idempotent. After a restart of the database
 * the lock is taken again, unless another coordinator took it first. Safe for use by many threads.
 */
public final class StudyJournal implements AutoCloseable {
    private static final long STOP_POLL_NANOS = Duration.ofMillis(500).toNanos();

    private final Database database;
    private final StudyLock lock;
    private final long id;
    private final String name;

    private volatile StudySpec spec;
    private volatile Duration lease = Duration.ofMinutes(1);
    private volatile String stopReason = "";
    private volatile long stopPolledAt;

    StudyJournal(Database database, StudyRow study, StudyLock lock) {
        this.database = database;
        this.lock = lock;
        this.id = study.id();
        this.name = study.spec().name();
        this.spec = study.spec();
        this.stopPolledAt = System.nanoTime() - STOP_POLL_NANOS;
    }

    /** Returns the study's row id. */
    public long studyId() {
        return id;
    }

    /** Returns all that the rows say about the study, read in one snapshot. */
    public StudySnapshot load() {
        return guarded("Cannot read study " + name, () -> database.jdbi()
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                    lock.confirm(handle);
                    return new SnapshotReader(handle, id, spec).load();
                }));
    }

    /** Returns the study's copies of earlier studies, in the order of its specification. */
    public List<EarlierStudyRow> earlierStudies() {
        return guarded("Cannot read the earlier studies of study " + name, () -> database.jdbi()
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
                    lock.confirm(handle);
                    return new EarlierStudyCopies(handle, id).load();
                }));
    }

    /** Returns the URIs of all recorded checkpoints by trial, also of those whose files were deleted. */
    public Map<Integer, List<String>> checkpointUris() {
        return guarded("Cannot read the checkpoints of study " + name, () -> database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT trial, uri FROM checkpoint WHERE study_id = :id")
                        .bind("id", id)
                        .map((row, context) -> Map.entry(row.getInt(1), row.getString(2)))
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())))));
    }

    /**
     * Writes to the study in one transaction: either all of the body's writes are stored, or none. The transaction is
     * committed when the body returns and rolled back when it throws.
     *
     * <p>The body must write through the given transaction alone. A second transaction of the same thread, begun inside the
     * body, would wait for the first one forever.
     *
     * @return what the body returns
     */
    public <T> T inTransaction(Function<StudyTransaction, T> body) {
        return guarded("Cannot write to study " + name, () -> {
            lock.ensureHeld();
            Committed<T> committed = database.jdbi().inTransaction(handle -> {
                StudyTransaction transaction = new StudyTransaction(database, handle, lock.check(handle), spec, lease);
                T result = body.apply(transaction);
                transaction.finish();
                return new Committed<>(result, transaction.newSpec());
            });
            committed.newSpec().ifPresent(changed -> spec = changed);
            return committed.result();
        });
    }

    private record Committed<T>(T result, Optional<StudySpec> newSpec) {}

    /** Writes to the study in one transaction, as {@link #inTransaction} does, with a body that returns nothing. */
    public void useTransaction(Consumer<StudyTransaction> body) {
        inTransaction(transaction -> {
            body.accept(transaction);
            return true;
        });
    }

    /**
     * Extends the leases of all runs under way and records the time that the study has been worked on.
     *
     * @param lease the runs' leases end this long after now, by the database server's clock
     */
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
                        UPDATE study SET wall_seconds = greatest(wall_seconds, :wallSeconds), beat_at = now()
                        WHERE id = :id""")
                .bind("id", id)
                .bind("wallSeconds", lock.wallSeconds())
                .execute();
        // The runs of an earlier coordinator are excluded: nobody knows whether they live, so they are reaped.
        handle.createUpdate(
                        """
                        UPDATE run SET seen_at = now(), lease_until = now() + make_interval(secs => :seconds)
                        WHERE study_id = :id AND state IN ('DISPATCHED', 'RUNNING') AND lock_token = :token""")
                .bind("id", id)
                .bind("seconds", lease.toMillis() / 1000.0)
                .bind("token", lock.token())
                .execute();
    }

    /**
     * Whether somebody has asked to pause the study since the lock was taken. Reads one column by its key, at most twice a
     * second; in between the answer comes from memory.
     */
    public boolean stopRequested() {
        if (stopReason.isEmpty() && System.nanoTime() - stopPolledAt >= STOP_POLL_NANOS) {
            stopReason =
                    guarded("Cannot read study " + name, () -> database.jdbi().withHandle(this::readStopReason));
            stopPolledAt = System.nanoTime();
        }
        return !stopReason.isEmpty();
    }

    /** Returns who has asked to pause the study, in words; empty if nobody has. */
    public String stopReason() {
        return stopReason;
    }

    /** Returns the last improvement of the study's best value; empty before there is one. */
    public Optional<Improvement> lastImprovement() {
        return guarded("Cannot read the last improvement of study " + name, () -> database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                """
                                SELECT improved_value, improved_trials, improved_epochs FROM study
                                WHERE id = :id AND improved_value IS NOT NULL""")
                        .bind("id", id)
                        .map((row, context) -> new Improvement(row.getDouble(1), row.getInt(2), row.getLong(3)))
                        .findOne()));
    }

    /** Returns the requests of people that are not answered yet, oldest first. */
    public List<Request> openRequests() {
        return guarded("Cannot read the requests to study " + name, () -> database.jdbi()
                .withHandle(handle -> Requests.open(handle, id, spec.space())));
    }

    private String readStopReason(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT CASE WHEN stop_requested_at IS NULL THEN ''
                                    ELSE 'a stop was requested' || coalesce(' by ' || stop_requested_by, '') END
                        FROM study WHERE id = :id AND lock_token = :token""")
                .bind("id", id)
                .bind("token", lock.token())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(lock::lost);
    }

    private <T> T guarded(String summary, Supplier<T> body) {
        try {
            return database.with(summary, body);
        } catch (DatabaseGoneException e) {
            lock.suspect();
            throw e;
        }
    }

    /** Releases the study's lock. */
    @Override
    public void close() {
        lock.close();
    }
}
