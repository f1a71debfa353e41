package dev.sextant.coordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.sql.server.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way into the embedded server while nothing else keeps it up. */
class DbStartTest {
    private static final Pattern WAY_IN =
            Pattern.compile("export PGPASSFILE='(.+)'\\Rpsql -h (127\\.0\\.0\\.1) -p (\\d+) -U (sextant) (sextant)\\R");

    @TempDir
    Path home;

    @Test
    void keepsTheEmbeddedServerUpUntilCtrlC() throws Exception {
        EmbeddedServer.open(home.resolve("postgres")).close();
        try (SweepProcess process = SweepProcess.startEmbedded(home, "db", "start")) {
            process.awaitWhileAlive(
                    "a command for psql", () -> WAY_IN.matcher(process.output()).find());
            Matcher way = WAY_IN.matcher(process.output());
            assertThat(way.find()).isTrue();
            String password = Files.readString(Path.of(way.group(1))).strip().replaceAll(".*:", "");
            String url = "jdbc:postgresql://" + way.group(2) + ":" + way.group(3) + "/" + way.group(5);
            try (Connection connection = DriverManager.getConnection(url, way.group(4), password);
                    Statement statement = connection.createStatement();
                    ResultSet studies = statement.executeQuery("SELECT count(*) FROM studies")) {
                assertThat(studies.next()).isTrue();
            }
            process.interrupt();
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
        assertThat(home.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }
}
