package dev.sextant.worker.image.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFolderTest {
    @TempDir
    Path work;

    @Test
    void deletesTheLeastRecentlyUsedFiles() throws IOException {
        FeatureFolder folder = new FeatureFolder(work);
        Path other = Files.write(work.resolve("of-another.lock"), new byte[500]);
        for (int i = 0; i < 4; i++) {
            Files.write(folder.file("file" + i), new byte[100]);
            Files.setLastModifiedTime(folder.file("file" + i), FileTime.from(Instant.ofEpochSecond(1000 + i)));
        }
        FeatureFolder.touch(folder.file("file0"));
        folder.makeRoom(folder.file("file3"), 250);
        assertThat(folder.file("file0")).exists();
        assertThat(folder.file("file1")).doesNotExist();
        assertThat(folder.file("file2")).doesNotExist();
        assertThat(folder.file("file3")).exists();
        folder.makeRoom(folder.file("file3"), 0);
        assertThat(folder.file("file0")).doesNotExist();
        assertThat(folder.file("file3")).exists();
        assertThat(other).exists();
        assertThat(folder.bound()).isGreaterThan(50);
        FeatureFolder.touch(folder.file("file0"));
    }
}
