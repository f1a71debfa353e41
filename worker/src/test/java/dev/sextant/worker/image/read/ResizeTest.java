package dev.sextant.worker.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Compares with Pillow 13.0.0: {@code Image.resize(size, BILINEAR, box)} of the same values as 32-bit floats. */
class ResizeTest {
    private static final int[] STRETCHED = {54, 128, 169, 64, 133, 153, 103, 118, 145, 78, 132, 174, 92, 132, 162, 96};
    private static final int[] MIDDLE = {89, 142, 189, 114, 155, 152, 105, 92, 82, 79, 117, 171, 92, 145, 185, 114};
    private static final int[] WHOLE = {
        37, 89, 142, 189, 114, 49, 122, 155, 152, 105, 92, 135, 178, 82, 79, 117, 171, 169, 100, 92, 145, 185, 114, 88
    };

    @Test
    void stretchesTheWholeImage() throws Exception {
        near(decode(4, Resize.STRETCH), STRETCHED);
    }

    @Test
    void cropsTheMiddleOfTheLongerSide() throws Exception {
        near(decode(4, Resize.CROP), MIDDLE);
    }

    @Test
    void padsTheShorterSideWithGray() throws Exception {
        int[] padded = IntStream.range(0, 36)
                .map(i -> i < 6 || i >= 30 ? 128 : WHOLE[i - 6])
                .toArray();
        near(decode(6, Resize.PAD), padded);
    }

    @Test
    void givesEqualResultsForSquareImages() throws Exception {
        byte[] square = png(7, 7);
        byte[] cropped = new ImageDecoder(5, Channels.AUTO, Resize.CROP, 1000)
                .decode(square)
                .planes();
        for (Resize resize : Resize.values()) {
            assertThat(new ImageDecoder(5, Channels.AUTO, resize, 1000)
                            .decode(square)
                            .planes())
                    .isEqualTo(cropped);
        }
    }

    private static byte[] decode(int size, Resize resize) throws Exception {
        return new ImageDecoder(size, Channels.AUTO, resize, 1000)
                .decode(png(9, 6))
                .planes();
    }

    private static byte[] png(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setSample(x, y, 0, (x * 37 + y * 61) % 256);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static void near(byte[] image, int[] expected) {
        assertThat(image).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(image[i] & 0xff).describedAs("pixel %d", i).isCloseTo(expected[i], within(1));
        }
    }
}
