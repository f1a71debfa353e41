package dev.sextant.worker.image.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.worker.image.data.SkippedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class FeatureFileTest {
    @TempDir
    Path work;

    @Test
    void readsCompleteFilesOnly() throws IOException {
        Path file = work.resolve("x.features");
        SkippedImage skipped = new SkippedImage(1, "a/b.png", "is empty");
        try (FeatureFile.Writer writer =
                new FeatureFile.Writer(file, new FeatureFile.Header(3, new long[] {3, 1}, List.of(skipped)))) {
            writer.append(new float[] {1, 2, 3});
            writer.append(new float[] {4, 5, -6.5f});
            assertThat(file).doesNotExist();
            writer.commit();
        }
        assertThat(work.toFile().list()).containsExactly("x.features");
        for (long large : new long[] {0, 24}) {
            Features read = FeatureFile.read(file, large).orElseThrow();
            assertThat(read.values().heapBytes()).isEqualTo(large);
            assertThat(read.skipped()).containsExactly(skipped);
            try (INDArray batch = read.batch(new int[] {2, 0, 2})) {
                assertThat(batch.shape()).containsExactly(3, 3, 1);
                assertThat(batch.data().asFloat()).containsExactly(4, 5, -6.5f, 1, 2, 3, 4, 5, -6.5f);
            }
        }
        byte[] content = Files.readAllBytes(file);
        content[content.length - 2] ^= 1;
        Files.write(file, content);
        assertThat(FeatureFile.read(file)).isEmpty();
        Files.write(file, Arrays.copyOf(content, content.length - 3));
        assertThat(FeatureFile.read(file)).isEmpty();
        Files.write(file, new byte[0]);
        assertThat(FeatureFile.read(file)).isEmpty();
    }

    @Test
    void anAbandonedFileLeavesNothing() throws IOException {
        Path file = work.resolve("x.features");
        try (FeatureFile.Writer writer =
                new FeatureFile.Writer(file, new FeatureFile.Header(1, new long[] {2}, List.of()))) {
            writer.append(new float[] {1, 2});
        }
        assertThat(work).isEmptyDirectory();
    }
}
