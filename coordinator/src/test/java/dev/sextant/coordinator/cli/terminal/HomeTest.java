package dev.sextant.coordinator.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {
    @Test
    void liesWhereTheEnvironmentSays() {
        assertThat(Home.in(Map.of("SEXTANT_HOME", "/own", "HOME", "/other")).folder())
                .isEqualTo(Path.of("/own"));
        assertThat(Home.in(Map.of("HOME", "/other")).folder()).isEqualTo(Path.of("/other/.sextant"));
        assertThat(Home.in(Map.of("HOME", "")).folder())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".sextant"));
    }
}
