package dev.sextant.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What programs of {@code command} write: lines of JSON and files of checkpoints. */
class ProgramFuzzTest {
    private static final int MOST_BYTES = 64 << 20;

    @Test
    void readsAnyLineOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget(
                        "epoch-line",
                        "line.json",
                        Set.of(IllegalArgumentException.class),
                        file -> EpochLine.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))),
                1000,
                MOST_BYTES);
    }

    @Test
    void unpacksAnyArchiveIntoItsFolderOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget("command-checkpoint", "epoch.ckpt", Set.of(IOException.class), ProgramFuzzTest::unpack),
                500,
                MOST_BYTES);
    }

    private static void unpack(Path file) throws IOException {
        Path folder = Files.createDirectory(file.resolveSibling("unpacked"));
        try {
            CheckpointArchive.unpack(file, folder);
        } finally {
            FileTree.delete(folder);
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertThat(files).containsExactly(file);
            }
        }
    }
}
