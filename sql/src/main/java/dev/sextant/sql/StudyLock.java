package dev.sextant.sql;

import dev.sextant.common.time.MonotonicClock;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.LockLostException;
import dev.sextant.sql.connect.StudyLockedException;
import dev.sextant.sql.connect.Timeouts;
import dev.sextant.sql.row.StudyRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of one study. It has two parts: an advisory lock of a database session, which ends with this process, and a
 * token on the study's row, which survives a restart of the database and is checked by every transaction.
 *
 * <p>The advisory lock keeps a second coordinator out while this one lives. The token keeps out a coordinator that has lost
 * its session and does not know it yet. Safe for use by many threads.
 */
final class StudyLock implements AutoCloseable {
    /** First half of the advisory lock's key: distinguishes our locks from those of other programs in the database. */
    static final int SPACE = 0x53455854;

    private static final Logger LOG = LoggerFactory.getLogger(StudyLock.class);

    private final Database database;
    private final StudyRow study;
    private final long token;
    private final double secondsBefore;
    private final MonotonicClock clock;
    private final Duration takenAt;
    private Optional<Connection> session;
    private boolean suspect;

    private StudyLock(Database database, StudyRow study, Taken taken, Connection session, MonotonicClock clock) {
        this.database = database;
        this.study = study;
        this.token = taken.token();
        this.secondsBefore = taken.wallSeconds();
        this.clock = clock;
        this.takenAt = clock.now();
        this.session = Optional.of(session);
    }

    static StudyLock take(Database database, StudyRow study, String holder, MonotonicClock clock) {
        String name = study.spec().name();
        Connection session = null;
        try {
            session = openSession(database);
            if (!tryLock(session, study.id())) {
                session.close();
                throw lockedBySomeone(database, study);
            }
            return new StudyLock(database, study, raiseToken(session, study, holder), session, clock);
        } catch (SQLException e) {
            closeQuietly(session);
            throw database.errors().explain("Cannot take the lock of study " + name, e);
        } catch (DatabaseException e) {
            closeQuietly(session);
            throw e;
        }
    }

    private static Connection openSession(Database database) throws SQLException {
        Timeouts timeouts = database.timeouts();
        return new Connections(database.address(), timeouts.login(), timeouts.lock()).getConnection();
    }

    private static boolean tryLock(Connection session, long studyId) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            statement.setInt(1, SPACE);
            statement.setInt(2, key(studyId));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    /** Whether a coordinator holds the lock of a study. */
    static boolean isHeld(Handle handle, long studyId) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND granted
                              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                              AND classid = :space AND objid = :key AND objsubid = 2)""")
                .bind("space", SPACE)
                .bind("key", key(studyId))
                .mapTo(Boolean.class)
                .one();
    }

    static int key(long studyId) {
        return Math.toIntExact(studyId);
    }

    /** @param wallSeconds time that coordinators had worked on the study before */
    private record Taken(long token, double wallSeconds) {}

    private static Taken raiseToken(Connection session, StudyRow study, String holder) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(
                """
                UPDATE study SET lock_token = lock_token + 1, lock_holder = ?, lock_application = '',
                                 lock_since = now(), beat_at = now(), stop_requested_at = NULL, stop_requested_by = NULL,
                                 updated_at = now()
                WHERE id = ?
                RETURNING lock_token, wall_seconds, pg_notify('sextant_study', name)""")) {
            statement.setString(1, holder);
            statement.setLong(2, study.id());
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new DatabaseException(
                            "Study " + study.spec().name() + " has been deleted. Create it again to run it");
                }
                return new Taken(rows.getLong(1), rows.getDouble(2));
            }
        }
    }

    /** Returns the exception that names the holder of the study's lock. */
    static StudyLockedException lockedBySomeone(Database database, StudyRow study) {
        String name = study.spec().name();
        // A coordinator writes its name right after it has taken the lock: for a moment there is none.
        return database.with(
                "Cannot read who runs study " + name, () -> database.jdbi().withHandle(handle -> handle.createQuery(
                                """
                        SELECT coalesce(lock_holder, 'a coordinator that has just started'), coalesce(lock_since, now())
                        FROM (SELECT) always LEFT JOIN study ON id = :id""")
                        .bind("id", study.id())
                        .map((row, context) -> new StudyLockedException(
                                name, row.getString(1), row.getTimestamp(2).toInstant()))
                        .one()));
    }

    long token() {
        return token;
    }

    /** Returns the seconds that coordinators have worked on the study, this one included. */
    double wallSeconds() {
        return secondsBefore + clock.now().minus(takenAt).toNanos() / 1e9;
    }

    /**
     * Checks the token and locks the study's row until the transaction ends. The first statement of every transaction that
     * writes.
     *
     * @throws LockLostException if another coordinator has taken the lock
     */
    LockedStudy check(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT state, trials, devices, lock_application FROM study
                        WHERE id = :id AND lock_token = :token FOR NO KEY UPDATE""")
                .bind("id", study.id())
                .bind("token", token)
                .map((row, context) -> new LockedStudy(
                        study.id(),
                        study.spec().name(),
                        token,
                        row.getString(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getString(4)))
                .findOne()
                .orElseThrow(this::lost);
    }

    /**
     * Checks the token without locking the study's row. For transactions that only read: locking a row that was changed since
     * their snapshot would make them fail.
     *
     * @throws LockLostException if another coordinator has taken the lock
     */
    void confirm(Handle handle) {
        boolean ours = handle.createQuery("SELECT EXISTS (SELECT FROM study WHERE id = :id AND lock_token = :token)")
                .bind("id", study.id())
                .bind("token", token)
                .mapTo(Boolean.class)
                .one();
        if (!ours) {
            throw lost();
        }
    }

    LockLostException lost() {
        return new LockLostException("Study " + study.spec().name()
                + " was taken over by another coordinator, or deleted. This coordinator must end");
    }

    /** Notes that a statement has found the database gone: the lock's session may be gone, too. */
    synchronized void suspect() {
        suspect = true;
    }

    /** Takes the advisory lock again if its session may have died, for example with the server. */
    synchronized void ensureHeld() {
        if (suspect) {
            probe();
        }
    }

    /** Checks whether the session lives, and takes the advisory lock in a new one if not. */
    synchronized void probe() {
        if (session.isPresent() && answers(session.get())) {
            suspect = false;
            return;
        }
        session.ifPresent(StudyLock::closeQuietly);
        session = Optional.empty();
        suspect = true;
        Connection fresh = null;
        try {
            fresh = openSession(database);
            if (!tokenIsOurs(fresh)) {
                throw lost();
            }
            if (tryLock(fresh, study.id())) {
                // Between the two, another coordinator may have taken the lock, written and released it.
                if (!tokenIsOurs(fresh)) {
                    throw lost();
                }
                session = Optional.of(fresh);
                suspect = false;
                LOG.info(
                        "Took the lock of study {} again after its session had died",
                        study.spec().name());
            } else {
                // Either our old session lingers in the server, or another coordinator is about to raise the token. The
                // token decides; the next call tries to take the lock again.
                fresh.close();
            }
        } catch (SQLException e) {
            closeQuietly(fresh);
            throw database.errors()
                    .explain("Cannot take the lock of study " + study.spec().name() + " again", e);
        } catch (DatabaseException e) {
            closeQuietly(fresh);
            throw e;
        }
    }

    private static boolean answers(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean tokenIsOurs(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM study WHERE id = ? AND lock_token = ?")) {
            statement.setLong(1, study.id());
            statement.setLong(2, token);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Removes our name from the row if the lock is still ours, then releases the advisory lock and ends its session. */
    @Override
    public synchronized void close() {
        if (suspect) {
            // Another statement would wait once more for a database that is gone.
            LOG.info(
                    "The row of study {} is left as it is: the database is gone, or another coordinator has the lock",
                    study.spec().name());
        } else {
            removeOurName();
            session.ifPresent(this::unlock);
        }
        session.ifPresent(StudyLock::closeQuietly);
        session = Optional.empty();
    }

    private void removeOurName() {
        try {
            database.jdbi().useHandle(handle -> handle.createUpdate(
                            """
                                    UPDATE study SET lock_holder = NULL, lock_since = NULL, updated_at = now(),
                                        wall_seconds = greatest(wall_seconds, :wallSeconds), beat_at = now()
                                    WHERE id = :id AND lock_token = :token AND lock_holder IS NOT NULL""")
                    .bind("id", study.id())
                    .bind("token", token)
                    .bind("wallSeconds", wallSeconds())
                    .execute());
        } catch (JdbiException e) {
            LOG.warn(
                    "The database is gone: study {} still names this coordinator, until the next one takes over",
                    study.spec().name());
        }
    }

    /** Releases the advisory lock explicitly: the server may notice late that a session has ended. */
    private void unlock(Connection connection) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_unlock(?, ?)")) {
            statement.setInt(1, SPACE);
            statement.setInt(2, key(study.id()));
            statement.execute();
        } catch (SQLException e) {
            LOG.debug("The session of the lock is gone, and the lock with it", e);
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("A broken session did not close", e);
        }
    }

    /**
     * The study's row, as a transaction found it when it locked the row.
     *
     * @param token the token of our lock
     * @param trials number of trials
     * @param devices devices per trial
     * @param application id of the Spark application that carries the runs; empty before there is one
     */
    record LockedStudy(long id, String name, long token, String state, int trials, int devices, String application) {}
}
