package dev.sextant.campaign;

import dev.sextant.campaign.Fault.Aftermath;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Faults of the PostgreSQL server. */
final class DatabaseFaults {
    private static final String GROUP = "database";

    private DatabaseFaults() {}

    static List<Fault> all() {
        Fault killed = fault("postmaster killed and started again", 2, scene -> restart(scene, "KILL"));
        return List.of(
                killed,
                killed.at(Moment.DISPATCHED, 1),
                killed.at(Moment.RENAMED, 1),
                fault("server shut down (immediate) and started again", 2, scene -> restart(scene, "QUIT")),
                fault("server shut down (fast) and started again", 1, scene -> restart(scene, "INT")),
                fault("backend killed, so that the server recovers", 2, DatabaseFaults::killBackend),
                fault("all sessions terminated", 2, DatabaseFaults::terminateSessions),
                fault("sessions end when idle for 200 ms", 1, DatabaseFaults::endIdleSessions),
                fault("all connections taken", 1, DatabaseFaults::takeAllConnections));
    }

    private static Fault fault(String name, int weight, Fault.Action action) {
        return new Fault(GROUP, name, weight, Aftermath.MAY_END, Moment.ANY, action);
    }

    private static void restart(Scene scene, String signal) throws IOException, InterruptedException {
        scene.world().server().signal(signal);
        scene.pass(0, 3000);
        scene.world().startServerAgain();
    }

    private static void killBackend(Scene scene) throws Exception {
        List<Long> backends = scene.world().server().backends();
        if (backends.isEmpty()) {
            throw new SkippedException("no coordinator was connected at that moment");
        }
        Processes.signal(backends.get(scene.random().nextInt(backends.size())), "KILL");
        scene.pass(500, 1500);
        scene.world().startServerAgain();
    }

    private static void terminateSessions(Scene scene) throws SQLException {
        scene.world()
                .server()
                .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
    }

    private static void endIdleSessions(Scene scene) throws Exception {
        PostgresServer server = scene.world().server();
        server.execute("ALTER SYSTEM SET idle_session_timeout = '200ms'");
        server.execute("SELECT pg_reload_conf()");
        try {
            scene.pass(2000, 5000);
        } finally {
            server.execute("ALTER SYSTEM RESET idle_session_timeout");
            server.execute("SELECT pg_reload_conf()");
        }
    }

    /** Takes all connections that are free, and then ends those of the coordinator, which must come back. */
    private static void takeAllConnections(Scene scene) throws Exception {
        PostgresServer server = scene.world().server();
        List<Connection> taken = new ArrayList<>();
        try {
            List<Long> backends = server.backends();
            takeWhatIsFree(server, taken);
            for (long backend : backends) {
                Processes.signal(backend, "TERM");
            }
            takeWhatIsFree(server, taken);
            scene.pass(1000, 4000);
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    private static void takeWhatIsFree(PostgresServer server, List<Connection> taken) {
        try {
            while (true) {
                taken.add(server.connect());
            }
        } catch (SQLException e) {
            // That was the last one.
        }
    }
}
