package dev.sextant.common.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedReadTest {
    @TempDir
    Path folder;

    @Test
    void readsAsMuchAsTheBound() throws IOException {
        assertThat(BoundedRead.bytes(stream("abc"), 3, "text")).asString().isEqualTo("abc");
        assertThat(BoundedRead.stream(stream("abc"), 3, "text").readAllBytes())
                .asString()
                .isEqualTo("abc");
        assertThat(BoundedRead.text(Files.writeString(folder.resolve("a"), "é")))
                .isEqualTo("é");
    }

    @Test
    void failsBehindTheBound() {
        assertThatThrownBy(() -> BoundedRead.bytes(stream("abcd"), 3, "text"))
                .isInstanceOf(IOException.class)
                .hasMessage("text is longer than 3 bytes, the most that is read");
        assertThatThrownBy(() -> BoundedRead.stream(stream("abcd"), 3, "text").readAllBytes())
                .hasMessageContaining("longer than 3 bytes");
        InputStream single = BoundedRead.stream(stream("ab"), 1, "text");
        assertThatThrownBy(() -> {
                    single.read();
                    single.read();
                })
                .hasMessageContaining("longer than 1 bytes");
        assertThatThrownBy(() -> BoundedRead.stream(stream("abcd"), 3, "text").skip(4))
                .hasMessageContaining("longer than 3 bytes");
    }

    @Test
    void readsNoLargeFileDeviceOrFolder() throws IOException {
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertThatThrownBy(() -> BoundedRead.text(large)).hasMessageContaining("longer than 16777216 bytes");
        assertThatThrownBy(() -> BoundedRead.text(folder)).hasMessage(folder + " is not a regular file");
        assertThatThrownBy(() -> BoundedRead.text(Path.of("/dev/zero"))).hasMessage("/dev/zero is not a regular file");
        assertThatThrownBy(() -> BoundedRead.text(folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
