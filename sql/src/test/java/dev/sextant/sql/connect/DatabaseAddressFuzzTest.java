package dev.sextant.sql.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatabaseAddressFuzzTest {
    @Test
    void readsAnyAddressOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget(
                        "address", "address.txt", Set.of(DatabaseException.class), DatabaseAddressFuzzTest::read),
                1000,
                64 << 20);
    }

    private static void read(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        DatabaseAddress address = DatabaseAddress.parse(text, Map.of());
        assertThat(address.url()).startsWith("jdbc:postgresql:");
    }
}
