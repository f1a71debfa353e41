package dev.sextant.sql;

import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens for changes of studies on a connection of its own, and connects again when the database was away. Its listener is
 * called by one thread.
 */
public final class StudyChanges implements AutoCloseable {
    private static final int WAIT_MILLIS = 500;
    private static final int RETRY_MILLIS = 1_000;
    private static final int WAITS_BETWEEN_QUESTIONS = 20;
    private static final int ANSWER_SECONDS = 5;

    /** What happens. */
    public interface Listener {
        /** Some studies have changed. */
        void changed(Set<String> studies);

        /** The database does not answer. */
        void away(String why);

        /** The database answers, at first or again; anything may have changed. */
        void here();
    }

    private final Connections connections;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::listen, "study changes");

    private StudyChanges(DatabaseAddress address, Listener listener) {
        this.connections = new Connections(address, 2 * ANSWER_SECONDS);
        this.listener = listener;
    }

    /** Begins to listen. */
    public static StudyChanges listen(DatabaseAddress address, Listener listener) {
        StudyChanges changes = new StudyChanges(address, listener);
        changes.thread.setDaemon(true);
        changes.thread.start();
        return changes;
    }

    private void listen() {
        do {
            try (Connection connection = connections.getConnection()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("LISTEN " + Database.CHANNEL);
                }
                listener.here();
                passOn(connection);
            } catch (SQLException e) {
                listener.away(String.valueOf(e.getMessage()));
            }
        } while (!closedAfter(RETRY_MILLIS));
    }

    /** A server that went away without a word is noticed by asking it now and then. */
    private void passOn(Connection connection) throws SQLException {
        for (int wait = 1; !closedAfter(0); wait++) {
            if (wait % WAITS_BETWEEN_QUESTIONS == 0 && !connection.isValid(ANSWER_SECONDS)) {
                throw new SQLException("The database does not answer");
            }
            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
            Set<String> studies = new LinkedHashSet<>();
            for (PGNotification one : heard == null ? new PGNotification[0] : heard) {
                studies.add(one.getParameter());
            }
            if (!studies.isEmpty()) {
                listener.changed(studies);
            }
        }
    }

    private boolean closedAfter(int millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Ends listening, within about a second. */
    @Override
    public void close() {
        closed.countDown();
    }
}
