package dev.sextant.coordinator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.sql.Database;
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

/** {@code sextant db start}: the embedded server for psql while nothing else uses it. */
class DbStartTest {
    private static final Pattern PSQL_COMMAND =
            Pattern.compile("export PGPASSFILE='(.+)'\\Rpsql -h (127\\.0\\.0\\.1) -p (\\d+) -U (sextant) (sextant)\\R");

    @TempDir
    Path home;

    @Test
    void runsTheEmbeddedServerUntilCtrlC() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(home.resolve("postgres"))) {
            Database.open(server.address()).close(); // makes the schema
        }
        try (SweepProcess process = SweepProcess.startEmbedded(home, "db", "start")) {
            process.awaitWhileAlive(
                    "a command for psql",
                    () -> PSQL_COMMAND.matcher(process.output()).find());
            Matcher psql = PSQL_COMMAND.matcher(process.output());
            assertThat(psql.find()).isTrue();
            String password = Files.readString(Path.of(psql.group(1))).strip().replaceAll(".*:", "");
            String url = "jdbc:postgresql://" + psql.group(2) + ":" + psql.group(3) + "/" + psql.group(5);
            try (Connection connection = DriverManager.getConnection(url, psql.group(4), password);
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
