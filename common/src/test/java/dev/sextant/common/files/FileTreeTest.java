package dev.sextant.common.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    Path folder;

    @Test
    void deletesAFolderWithItsContentButNotWhatItsLinksPointTo() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "stays");
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.writeString(Files.createDirectories(root.resolve("a/b")).resolve("file"), "goes");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("dangling"), folder.resolve("nowhere"));

        FileTree.delete(root);

        assertThat(root).doesNotExist();
        assertThat(outside).hasContent("stays");
    }

    @Test
    void deletesAFileAndIgnoresWhatDoesNotExist() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "goes");
        FileTree.delete(file);
        assertThat(file).doesNotExist();
        assertThatCode(() -> FileTree.delete(file)).doesNotThrowAnyException();
    }
}
