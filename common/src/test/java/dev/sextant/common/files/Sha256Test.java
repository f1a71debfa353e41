package dev.sextant.common.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {
    /** The example of one block in FIPS 180-4's test vectors. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void computesThePublishedDigestOfAbc(@TempDir Path folder) throws IOException {
        byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
        assertThat(Sha256.of("abc")).isEqualTo(ABC);
        assertThat(Sha256.of(bytes)).isEqualTo(ABC);
        assertThat(Sha256.of(new ByteArrayInputStream(bytes))).isEqualTo(ABC);
        assertThat(Sha256.of(Files.write(folder.resolve("abc"), bytes))).isEqualTo(ABC);
        MessageDigest digest = Sha256.newDigest();
        digest.update(bytes);
        assertThat(Sha256.hex(digest)).isEqualTo(ABC);
    }
}
