package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorOutputTest {
    @TempDir
    private Path folder;

    @Test
    void isTheLastLinesOfStandardErrorWithoutTheCommandLine() throws Exception {
        Files.writeString(
                folder.resolve("stderr"),
                """
                Spark Executor Command: "java" "-Dsecret"
                ========================================

                Error: Could not find or load main class X
                """);
        Files.writeString(folder.resolve("stdout"), "unimportant\n");
        assertThat(ExecutorOutput.of(folder)).hasValue("Error: Could not find or load main class X");
    }

    @Test
    void isThatOfStandardOutputIfThereIsNoOther() throws Exception {
        Files.writeString(
                folder.resolve("stderr"),
                "Spark Executor Command: \"java\"\n========================================\n");
        Files.writeString(folder.resolve("stdout"), "Unrecognized option: -Xbad\n");
        assertThat(ExecutorOutput.of(folder)).hasValue("Unrecognized option: -Xbad");
    }

    @Test
    void isThatOfTheLogIfThereIsNoOther() throws Exception {
        Files.createDirectory(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/sextant.log"), "ERROR no such plugin\n");
        assertThat(ExecutorOutput.of(folder)).hasValue("ERROR no such plugin");
    }

    @Test
    void isShort() throws Exception {
        Files.writeString(
                folder.resolve("stderr"),
                IntStream.rangeClosed(1, 100_000)
                        .mapToObj(line -> "line " + line)
                        .collect(Collectors.joining("\n")));
        assertThat(ExecutorOutput.of(folder).orElseThrow().lines()).hasSize(10).endsWith("line 99999", "line 100000");
    }

    @Test
    void isEmptyIfTheExecutorWroteNothing() {
        assertThat(ExecutorOutput.of(folder)).isEmpty();
        assertThat(ExecutorOutput.of(folder.resolve("none"))).isEmpty();
    }
}
