package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorLogsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path sparkHome;

    private void folder(String name, Duration age) throws IOException {
        Path folder = sparkHome.resolve("work").resolve(name);
        Files.createDirectories(folder.resolve("0"));
        Files.writeString(folder.resolve("0").resolve("stderr"), "words");
        Files.setLastModifiedTime(folder, FileTime.from(NOW.minus(age)));
    }

    @Test
    void deletesTheLogsOfOldApplications() throws IOException {
        folder("app-20260201120000-0000", Duration.ofDays(28));
        folder("app-20260227120000-0000", Duration.ofDays(2));
        folder("driver-20260201120000-0000", Duration.ofDays(28));
        folder("app-of-mine", Duration.ofDays(28));

        ExecutorLogs.deleteOld(sparkHome, NOW);

        try (Stream<Path> left = Files.list(sparkHome.resolve("work"))) {
            assertThat(left.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrder("app-20260227120000-0000", "driver-20260201120000-0000", "app-of-mine");
        }
    }

    @Test
    void doesNothingIfSparkHasNoLogs() {
        ExecutorLogs.deleteOld(sparkHome, NOW);

        assertThat(sparkHome).isEmptyDirectory();
    }
}
