package dev.sextant.worker.image.read;

import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageFuzzTest {
    private static final ImageDecoder DECODER = new ImageDecoder(32, Channels.COLOR, Resize.CROP, 1_000_000);

    /** A million pixels of eight bytes, several times over. */
    private static final int MOST_BYTES = 256 << 20;

    @Test
    void decodesAnyImageOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget("image", "image", Set.of(UnreadableImage.class), ImageFuzzTest::decode),
                600,
                MOST_BYTES);
    }

    private static void decode(Path file) throws IOException, UnreadableImage {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = ImageContent.bytes(in);
            new ImageContent(content).shorterSide();
            DECODER.decode(content);
        }
    }
}
