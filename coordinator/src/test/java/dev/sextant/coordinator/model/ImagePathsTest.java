package dev.sextant.coordinator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePathsTest {
    @TempDir
    Path folder;

    private Path file(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @Test
    void listsVisibleFilesInTheOrderOfTheirIds() throws IOException {
        file("b/1.png");
        file("a.png");
        file("b.png");
        file(".hidden.png");
        file(".git/1.png");

        ImagePaths paths = ImagePaths.below(folder);

        assertThat(paths.files().stream().map(paths::id)).containsExactly("a.png", "b.png", "b/1.png");
    }

    @Test
    void aSingleFileIsListedByItsName() throws IOException {
        Path file = file(".hidden.png");

        ImagePaths paths = ImagePaths.below(file);

        assertThat(paths.files()).containsExactly(file);
        assertThat(paths.id(file)).isEqualTo(".hidden.png");
    }
}
