package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    private Path home;

    @Test
    void isClosedToOthersAndDeletedAtTheEnd() throws Exception {
        try (WorkFolder work = WorkFolder.create(home)) {
            assertThat(Files.getPosixFilePermissions(work.path()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(home.resolve("work")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            Files.writeString(work.path().resolve("stderr"), "words");
        }
        assertThat(sweeps()).isEmpty();
    }

    @Test
    void deletesTheFoldersOfKilledSweepsAndNoOthers() throws Exception {
        Path killed = Files.createDirectories(home.resolve("work/sweep-killed/executors"));
        Files.createFile(killed.resolveSibling("in-use"));
        Path unknown = Files.createDirectories(home.resolve("work/of-mine"));
        try (WorkFolder first = WorkFolder.create(home);
                WorkFolder second = WorkFolder.create(home)) {
            assertThat(sweeps()).containsExactlyInAnyOrder(first.path(), second.path());
        }
        assertThat(unknown).isDirectory();
    }

    @Test
    void keepsTheFolderOfASweepWhoseExecutorLives() throws Exception {
        Path orphaned = Files.createDirectories(home.resolve("work/sweep-orphaned"));
        Process executor = LockedFile.holdInAnotherProcess(orphaned.resolve("in-use"));
        try {
            WorkFolder.create(home).close();
            assertThat(sweeps()).containsExactly(orphaned);
        } finally {
            executor.destroyForcibly().waitFor();
        }
        WorkFolder.create(home).close();
        assertThat(sweeps()).isEmpty();
    }

    private List<Path> sweeps() throws IOException {
        try (Stream<Path> folders = Files.list(home.resolve("work"))) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> folder.getFileName().toString().startsWith("sweep-"))
                    .toList();
        }
    }
}
