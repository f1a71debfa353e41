package dev.sextant.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.sql.Database;
import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of a sound study keep every promise, and each way to break one is found. */
class PromisesTest {
    private static final String SOUND =
            """
            INSERT INTO sextant.study (name, state, spec, spec_hash, algorithm, metric, goal, max_epochs, slots,
                                       devices, trials, decisions, epochs, device_seconds)
            VALUES ('cars', 'COMPLETED', '{}', repeat('0', 64), 'asha', 'accuracy', 'maximize', 9, 1, 1, 1, 1, 2, 5);
            INSERT INTO sextant.trial (study_id, trial, state, params, seed, proposed_by, run, attempt, target_epoch,
                                       epoch, best_value, best_epoch, feasible_value, feasible_epoch, merit,
                                       device_seconds)
            VALUES (1, 1, 'PAUSED', '{}', 1, 'asha', 1, 2, 2, 2, 0.6, 2, 0.6, 2, 0.6, 5);
            INSERT INTO sextant.run (study_id, trial, run, attempt, state, from_epoch, to_epoch, slot, devices,
                                     lock_token, application, dispatched_at, lease_until, ended_at, device_seconds)
            VALUES (1, 1, 1, 1, 'LOST', 0, 2, 0, 1, 1, 'app', now(), now(), now() + interval '2s', 2),
                   (1, 1, 1, 2, 'REACHED', 0, 2, 0, 1, 1, 'app', now() + interval '3s', now(),
                    now() + interval '6s', 3);
            INSERT INTO sextant.epoch (study_id, trial, epoch, run, attempt, value, feasible, best, seconds, at)
            VALUES (1, 1, 1, 1, 1, 0.5, true, 0.5, 1, now() + interval '1s'),
                   (1, 1, 2, 1, 2, 0.6, true, 0.6, 1, now() + interval '5s');
            INSERT INTO sextant.measurement VALUES (1, 1, 1, 'accuracy', 0.5), (1, 1, 2, 'accuracy', 0.6);
            INSERT INTO sextant.checkpoint (study_id, trial, epoch, run, attempt, uri, sha256, bytes, created_at)
            VALUES (1, 1, 1, 1, 1, 'file:/a', repeat('0', 64), 1, now() + interval '1s');
            INSERT INTO sextant.decision (study_id, decision, kind, trial, run, attempt, to_state, proposed_by, reason)
            VALUES (1, 1, 'START', 1, 1, 1, 'RUNNING', 'asha', 'it is new')""";

    /** What breaks each promise. */
    private static final Map<String, String> BROKEN = new LinkedHashMap<>();

    static {
        BROKEN.put(
                "an epoch is recorded once",
                "ALTER TABLE sextant.measurement DROP CONSTRAINT measurement_pkey;"
                        + "INSERT INTO sextant.measurement VALUES (1, 1, 2, 'accuracy', 0.6)");
        BROKEN.put("no epoch is missing below the last one of a trial", "DELETE FROM sextant.epoch WHERE epoch = 1");
        BROKEN.put("the epochs of a study are those of its trials", "UPDATE sextant.study SET epochs = 3");
        BROKEN.put("the trials of a study are numbered without gaps", "UPDATE sextant.study SET trials = 2");
        BROKEN.put("the decisions of a study are numbered without gaps", "UPDATE sextant.decision SET decision = 2");
        BROKEN.put(
                "the running trials of a study are those in state RUNNING",
                "UPDATE sextant.trial SET state = 'RUNNING'");
        BROKEN.put(
                "the time of a study is that of its trials and of shared work",
                "UPDATE sextant.trial SET device_seconds = 4");
        BROKEN.put(
                "the time of a study is that of its runs",
                "UPDATE sextant.run SET device_seconds = 4 WHERE attempt = 2");
        BROKEN.put("a trial knows how far it is, and its best value", "UPDATE sextant.trial SET best_epoch = 1");
        BROKEN.put(
                "the leaderboard begins with the best value of all trials that did not fail",
                "UPDATE sextant.trial SET feasible_value = 0.5");
        BROKEN.put(
                "the latest run of a trial is the one with the highest attempt",
                "UPDATE sextant.trial SET attempt = 1");
        BROKEN.put(
                "an attempt records nothing after a newer one was dispatched",
                "UPDATE sextant.epoch SET attempt = 1 WHERE epoch = 2");
        BROKEN.put(
                "an attempt saves nothing after a newer one was dispatched",
                "UPDATE sextant.checkpoint SET created_at = created_at + interval '3s'");
        BROKEN.put(
                "runs of a trial do not overlap",
                "UPDATE sextant.run SET ended_at = ended_at + interval '2s' WHERE attempt = 1");
        BROKEN.put(
                "no run is under way in a study that has ended",
                "UPDATE sextant.run SET state = 'RUNNING', ended_at = NULL WHERE attempt = 2");
        BROKEN.put("no trial is RUNNING in a study that has ended", "UPDATE sextant.trial SET state = 'RUNNING'");
        BROKEN.put(
                "nobody holds a study that has ended",
                "UPDATE sextant.study SET lock_holder = 'ada', lock_since = now()");
    }

    @TempDir
    static Path folder;

    private static EmbeddedServer server;

    @BeforeAll
    static void writeSoundRows() throws SQLException {
        server = EmbeddedServer.open(folder.resolve("postgres"));
        Database.open(server.address()).close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(SOUND);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void soundRowsKeepEveryPromise() throws SQLException {
        try (Connection connection = connect()) {
            for (String promise : promises().toList()) {
                assertThat(isBroken(connection, promise)).as(promise).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("promises")
    void findsRowsThatBreak(String promise) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(BROKEN.get(promise));
            assertThat(isBroken(connection, promise)).isTrue();
            connection.rollback();
        }
    }

    private static Stream<String> promises() {
        return Stream.concat(Promises.ALWAYS.keySet().stream(), Promises.AT_REST.keySet().stream());
    }

    private static boolean isBroken(Connection connection, String promise) throws SQLException {
        String query = Promises.ALWAYS.getOrDefault(promise, Promises.AT_REST.get(promise));
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, "cars");
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.address().url(),
                server.address().user().orElseThrow(),
                server.address().password().get().orElseThrow());
    }
}
