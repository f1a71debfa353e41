package dev.sextant.coordinator.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    @TempDir
    Path folder;

    @Test
    void aStudysLogDoesNotGrowForEver() throws Exception {
        Path file = folder.resolve("logs/cars.log");
        try (EventLog log = new EventLog(file, 100)) {
            for (int line = 1; line <= 100; line++) {
                log.line("this is event " + line);
            }
        }
        try (EventLog log = new EventLog(file, 100)) {
            log.line("resumed");
        }
        assertThat(file).content().endsWith("this is event 100\nresumed\n");
        assertThat(folder.resolve("logs")).isDirectoryContaining("glob:**/cars.3.log");
        try (var files = Files.list(folder.resolve("logs"))) {
            assertThat(files).hasSize(4).allSatisfy(log -> assertThat(Files.size(log))
                    .isLessThan(130));
        }
    }
}
