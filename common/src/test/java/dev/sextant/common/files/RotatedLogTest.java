package dev.sextant.common.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedLogTest {
    @TempDir
    Path folder;

    @Test
    void keepsTheNewestPartsAndBeginsANewOneAtTheSize() throws IOException {
        Path file = folder.resolve("cars-v2.log");
        RotatedLog log = new RotatedLog(file);
        assertThat(log.rotate(5)).isFalse();
        for (int i = 1; i <= 6; i++) {
            Files.writeString(file, "part " + i);
            assertThat(log.rotate(7)).as("a size that is not reached").isFalse();
            assertThat(log.rotate(6)).isTrue();
            assertThat(file).doesNotExist();
        }
        assertThat(names()).containsExactly("cars-v2.1.log", "cars-v2.2.log", "cars-v2.3.log");
        assertThat(folder.resolve("cars-v2.1.log")).hasContent("part 6");
        assertThat(folder.resolve("cars-v2.3.log")).hasContent("part 4");
    }

    @Test
    void deletesAllPartsAndNoOtherLog() throws IOException {
        for (String name : List.of("cars.log", "cars.1.log", "cars.3.log", "cars-1.log", "cars.yaml")) {
            Files.writeString(folder.resolve(name), "text");
        }
        new RotatedLog(folder.resolve("cars.log")).delete();
        assertThat(names()).containsExactly("cars-1.log", "cars.yaml");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
