package dev.sextant.coordinator.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.CommandTest;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.schedule.SeveringProxy;
import dev.sextant.sql.connect.DatabaseAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long commands wait for a database that accepts no connection. */
class DatabasePatienceTest extends CommandTest {
    @Test
    void aQuestionWaitsForADatabaseThatIsBackInAMoment() throws Exception {
        Said said = runWhileRefused("retrying for 5s", "list");

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains(ENDED);
        assertThat(said.err()).contains("Cannot reach database", "The database is back");
    }

    @Test
    void aResumeWaitsForAsLongAsItWasTold() throws Exception {
        Said said = runWhileRefused("retrying for 1m30s", "resume", "never-begun", "--database-patience", "90");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("The database is back", "never-begun");
    }

    /** Runs a command while the database refuses connections, which ends once the command has said that it waits. */
    private static Said runWhileRefused(String notice, String... arguments) throws Exception {
        try (SeveringProxy proxy = SeveringProxy.before(server().address())) {
            proxy.refuse();
            CapturedConsole console = console(proxy.address(server().address()), password());
            CompletableFuture<Said> command = CompletableFuture.supplyAsync(() -> say(console, arguments));
            await().atMost(Duration.ofMinutes(1)).until(() -> console.err().contains(notice));
            proxy.restore();
            return command.get();
        }
    }

    @Test
    void saysAtOnceWhatDoesNotPassByItself() {
        String base = server().address().url().replaceAll("/[^/]*$", "/");

        Said password = say(console(server().address(), "wrong"), "list");
        Said database = say(console(at(base + "nowhere"), password()), "list");
        Said host = say(console(at("jdbc:postgresql://nowhere.invalid/sextant"), password()), "list");

        assertThat(password.err()).contains("refuses user sextant").doesNotContain("retrying");
        assertThat(database.err()).contains("does not exist").doesNotContain("retrying");
        assertThat(host.err()).contains("host nowhere.invalid is unknown").doesNotContain("retrying");
    }

    private static DatabaseAddress at(String url) {
        return new DatabaseAddress(
                url, server().address().user(), server().address().password());
    }

    private static String password() {
        return server().address().password().get().orElseThrow();
    }

    private static CapturedConsole console(DatabaseAddress address, String password) {
        return CapturedConsole.withEnvironment(Map.of(
                "SEXTANT_HOME",
                home().toString(),
                DatabaseOption.VARIABLE,
                address.url(),
                DatabaseAddress.USER,
                address.user().orElseThrow(),
                DatabaseAddress.PASSWORD,
                password));
    }
}
