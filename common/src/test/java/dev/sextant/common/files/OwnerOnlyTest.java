package dev.sextant.common.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
    @TempDir
    private Path folder;

    @Test
    void createsFoldersAndFilesForTheirOwner() throws Exception {
        Path inner = OwnerOnly.createDirectories(folder.resolve("home/cache"));
        Path file = OwnerOnly.createFile(inner.resolve("file"));
        assertThat(permissions(folder.resolve("home"))).isEqualTo("rwx------");
        assertThat(permissions(inner)).isEqualTo("rwx------");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(OwnerOnly.isOpen(inner)).isFalse();
        assertThat(OwnerOnly.isOpen(file)).isFalse();
    }

    @Test
    void keepsWhatExists() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
        Path file = Files.writeString(shared.resolve("file"), "words");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        OwnerOnly.createDirectories(shared);
        OwnerOnly.createFile(file);

        assertThat(permissions(shared)).isEqualTo("rwxrwx---");
        assertThat(permissions(file)).isEqualTo("rw-r-----");
        assertThat(file).hasContent("words");
        assertThat(OwnerOnly.isOpen(shared)).isTrue();
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
