package dev.sextant.worker.image.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The images beside this test were written by Pillow 13.0.0; {@code make.py} says what is in them. */
class ImageFormatsTest {
    private static final int SIZE = 16;
    private static final int[][] QUARTERS = {{200, 30, 40}, {20, 160, 60}, {10, 50, 220}, {250, 250, 250}};
    private static final ImageDecoder DECODER = decoder(Channels.AUTO);

    private static ImageDecoder decoder(Channels channels) {
        return new ImageDecoder(SIZE, channels, Resize.CROP, 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "baseline.jpg, 2",
        "progressive.jpg, 2",
        "cmyk.jpg, 2",
        "ycck.jpg, 3",
        "lossless.webp, 0",
        "lossy.webp, 6",
        "palette.png, 0",
        "still.gif, 0",
        "animated.gif, 0",
        "colour16.png, 0",
        "colours.bmp, 0",
        "colours.tif, 0"
    })
    void readsColors(String name, int tolerance) throws Exception {
        shows(DECODER.decode(bytes(name)), QUARTERS, tolerance);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsImagesUprightByTheirExifOrientation(int orientation) throws Exception {
        shows(DECODER.decode(bytes("orientation" + orientation + ".jpg")), QUARTERS, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tif", "webp"})
    void findsTheOrientationInOtherFormats(String format) throws Exception {
        shows(DECODER.decode(bytes("orientation6." + format)), QUARTERS, 0);
    }

    @Test
    void putsTransparentPartsOnWhite() throws Exception {
        // Black at an opacity of 0, and of 128 in 255.
        int half = Math.round(255 - 128f);
        int[][] expected = {{255, 255, 255}, {half, half, half}, QUARTERS[2], QUARTERS[3]};
        shows(DECODER.decode(bytes("alpha.png")), expected, 0);
        shows(
                DECODER.decode(bytes("transparent.png")),
                new int[][] {{255, 255, 255}, QUARTERS[1], QUARTERS[2], QUARTERS[3]},
                0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey.png", "grey16.png", "greyalpha.png", "grey.jpg"})
    void keepsGrayImagesAtOneChannel(String name) throws Exception {
        shows(DECODER.decode(bytes(name)), new int[][] {{10}, {90}, {170}, {250}}, 1);
        shows(
                decoder(Channels.COLOR).decode(bytes(name)),
                new int[][] {{10, 10, 10}, {90, 90, 90}, {170, 170, 170}, {250, 250, 250}},
                1);
    }

    @Test
    void readsBlackAndWhite() throws Exception {
        shows(DECODER.decode(bytes("bits.png")), new int[][] {{0}, {255}, {255}, {0}}, 0);
    }

    @Test
    void convertsColorsToTheirLuma() throws Exception {
        // 0.299 R + 0.587 G + 0.114 B.
        shows(decoder(Channels.GRAY).decode(bytes("colours.bmp")), new int[][] {{82}, {107}, {57}, {250}}, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baseline.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "ycck.jpg",
                "lossy.webp",
                "palette.png",
                "still.gif",
                "colour16.png",
                "colours.bmp",
                "colours.tif",
                "grey16.png",
                "orientation6.webp"
            })
    void refusesACutOffFileInOneSentence(String name) throws Exception {
        byte[] whole = bytes(name);
        assertThatThrownBy(() -> DECODER.decode(Arrays.copyOf(whole, whole.length * 2 / 3)))
                .isInstanceOf(UnreadableImage.class)
                .message()
                .startsWith("is ")
                .doesNotContain("\n");
    }

    @Test
    void refusesFilesThatAreNotImages() {
        assertThatThrownBy(() -> DECODER.decode(new byte[0])).hasMessage("is empty");
        assertThatThrownBy(() -> DECODER.decode("label,path\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageStartingWith("is not an image of a known format (PNG, JPEG");
        assertThatThrownBy(() -> DECODER.decode(new byte[] {(byte) 0xff, (byte) 0xd8}))
                .isInstanceOf(UnreadableImage.class);
    }

    @Test
    void describesDamageInOneLineWhateverTheReaderQuotes() throws Exception {
        byte[] content = bytes("orientation6.webp");
        content[12] = '\n';
        assertThatThrownBy(() -> DECODER.decode(content)).hasMessage("is damaged: Unknown WebP chunk: ' P8X'");
    }

    /** The changed byte says that a pixel has 2^29 bits. */
    @Test
    void refusesDamageThatNeedsMoreMemoryThanThereIs() throws Exception {
        byte[] content = bytes("orientation6.tif");
        content[146] = 29;
        assertThatThrownBy(() -> DECODER.decode(content))
                .hasMessage("is damaged, or takes more memory to be decoded than there is");
    }

    /** Any damaged file is either read or refused; nothing else is thrown. */
    @Property(tries = 400)
    void damagedFilesAreReadOrRefused(
            @ForAll @IntRange(max = 11) int file, @ForAll @IntRange(max = 250) int place, @ForAll byte value)
            throws Exception {
        String[] names = {
            "baseline.jpg",
            "progressive.jpg",
            "cmyk.jpg",
            "ycck.jpg",
            "lossy.webp",
            "palette.png",
            "animated.gif",
            "colour16.png",
            "colours.bmp",
            "orientation6.tif",
            "orientation6.webp",
            "orientation5.jpg"
        };
        byte[] content = bytes(names[file]);
        content[place % content.length] = value;
        try {
            assertThat(DECODER.decode(content).planes()).isNotEmpty();
        } catch (UnreadableImage e) {
            assertThat(e.getMessage()).matches("(is|has) .{4,250}");
        }
    }

    private static void shows(DecodedImage image, int[][] quarters, int tolerance) {
        assertThat(image.channels()).isEqualTo(quarters[0].length);
        for (int quarter = 0; quarter < quarters.length; quarter++) {
            for (int channel = 0; channel < image.channels(); channel++) {
                int x = 8 * (quarter % 2) + 4;
                int y = 8 * (quarter / 2) + 4;
                assertThat(image.planes()[(channel * SIZE + y) * SIZE + x] & 0xff)
                        .describedAs("channel %d of quarter %d", channel, quarter)
                        .isCloseTo(quarters[quarter][channel], within(tolerance));
            }
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (var in = ImageFormatsTest.class.getResourceAsStream("/images/" + name)) {
            return in.readAllBytes();
        }
    }
}
