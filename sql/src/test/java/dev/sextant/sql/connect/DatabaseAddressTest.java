package dev.sextant.sql.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    private static final String PLANTED = "hunter2-planted";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://host/db?password=" + PLANTED,
                "jdbc:postgresql://host/db?user=anna&PASSWORD=" + PLANTED,
                "jdbc:postgresql://host/db?ssl=true&sslpassword=" + PLANTED,
                "jdbc:postgresql://anna:" + PLANTED + "@host/db",
                "postgresql://anna:" + PLANTED + "@host:5432/db",
                "postgres://anna:" + PLANTED + "/with/slashes@host/db",
                "postgres://anna:" + PLANTED + "?@host/db",
                "postgres://anna:1?" + PLANTED + "@host/db",
                "postgres://anna:1/" + PLANTED + "@host/db",
                "postgres://anna@corp:" + PLANTED + "@host/db",
                "postgres://anna%40corp:" + PLANTED + "@host:5432/db?user=anna",
                "mysql://anna:" + PLANTED + "@host/db"
            })
    void refusesAPasswordInTheAddressWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url, Map.of()))
                .isInstanceOf(DatabaseException.class)
                .message()
                .doesNotContain(PLANTED)
                .contains("--db must");
    }

    @Test
    void takesTheUserOutOfTheAddress() {
        DatabaseAddress address =
                DatabaseAddress.parse("jdbc:postgresql://host:5433/db?user=anna&sslmode=require", Map.of());
        assertThat(address.url()).isEqualTo("jdbc:postgresql://host:5433/db?sslmode=require");
        assertThat(address.user()).contains("anna");
        assertThat(DatabaseAddress.parse("postgres://bert@host/db", Map.of()).user())
                .contains("bert");
        assertThat(DatabaseAddress.parse("postgres://bert@host/db", Map.of()).url())
                .isEqualTo("jdbc:postgresql://host/db");
        assertThat(DatabaseAddress.parse("jdbc:postgresql://host/db", Map.of("SEXTANT_DB_USER", "carl"))
                        .user())
                .contains("carl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://host:5432/db?user=ada@corp&ssl=true",
                "jdbc:postgresql://host:5432/db?ssl=true&user=ada%40corp",
                "postgresql://ada@corp@host:5432/db?ssl=true",
                "postgres://ada%40corp@host:5432/db?ssl=true"
            })
    void aUserMayHaveAnAtInTheName(String url) {
        DatabaseAddress address = DatabaseAddress.parse(url, Map.of());
        assertThat(address.user()).contains("ada@corp");
        assertThat(address.url()).isEqualTo("jdbc:postgresql://host:5432/db?ssl=true");
    }

    @Test
    void leavesHostsAsTheyAre() {
        for (String hosts : new String[] {"[::1]:5432", "a:5432,b:5433", "[2001:db8::7]"}) {
            DatabaseAddress address =
                    DatabaseAddress.parse("jdbc:postgresql://" + hosts + "/db?user=ada@corp", Map.of());
            assertThat(address.url()).isEqualTo("jdbc:postgresql://" + hosts + "/db");
            assertThat(address.user()).contains("ada@corp");
        }
    }

    @Test
    void saysWhichUserCannotBeDecoded() {
        assertThatThrownBy(() -> DatabaseAddress.parse("jdbc:postgresql://host/db?user=50%", Map.of()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("user 50% contains a %");
    }

    @Test
    void takesThePasswordFromTheEnvironmentOrAFile() throws Exception {
        String url = "jdbc:postgresql://host/db";
        assertThat(DatabaseAddress.parse(url, Map.of()).password().get()).isEmpty();
        DatabaseAddress fromVariable = DatabaseAddress.parse(url, Map.of("SEXTANT_DB_PASSWORD", PLANTED));
        assertThat(fromVariable.password().get()).contains(PLANTED);
        assertThat(fromVariable.toString()).doesNotContain(PLANTED);

        Path file = folder.resolve("password");
        Files.writeString(file, PLANTED + "\n");
        DatabaseAddress fromFile = DatabaseAddress.parse(url, Map.of("SEXTANT_DB_PASSWORD_FILE", file.toString()));
        assertThat(fromFile.password().get()).contains(PLANTED);
        Files.writeString(file, "another");
        assertThat(fromFile.password().get()).contains("another");

        Files.writeString(file, "");
        assertThatThrownBy(() -> DatabaseAddress.parse(url, Map.of("SEXTANT_DB_PASSWORD_FILE", file.toString())))
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> DatabaseAddress.parse(url, Map.of("SEXTANT_DB_PASSWORD_FILE", "/no/such/file")))
                .hasMessageContaining("/no/such/file");
    }
}
