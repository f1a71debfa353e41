package dev.sextant.worker.image.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.worker.image.augment.TrivialAugment.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Expected values of tones: Pillow 13.0.0, {@code ImageEnhance} and {@code ImageOps}, on the same image. */
class TrivialAugmentTest {
    private static final int SIDE = 4;

    /** Red, green and blue, row by row. */
    private static final float[][] IMAGE = {
        {120, 100, 80, 140, 90, 110, 130, 100, 10, 200, 64, 255, 37, 180, 15, 75},
        {90, 110, 130, 140, 95, 70, 120, 100, 250, 40, 64, 0, 81, 200, 25, 150},
        {60, 140, 100, 140, 130, 100, 80, 60, 33, 128, 64, 90, 166, 220, 35, 225}
    };

    @Test
    void changesTonesLikePillow() {
        check(Operation.BRIGHTNESS, 0.5, 179, 149, 119, 209, 134, 164, 194, 149, 14, 255, 95, 255, 55, 255, 22, 112);
        check(Operation.BRIGHTNESS, -0.5, 60, 50, 40, 70, 45, 55, 65, 50, 5, 101, 32, 128, 18, 90, 7, 37);
        check(Operation.SHARPNESS, 0.5, 120, 100, 80, 140, 90, 113, 129, 100, 10, 236, 42, 255, 37, 180, 15, 75);
        check(Operation.SHARPNESS, -1, 120, 100, 80, 140, 90, 103, 130, 100, 10, 126, 106, 255, 37, 180, 15, 75);
        check(Operation.POSTERIZE, 0.5, 120, 96, 80, 136, 88, 104, 128, 96, 8, 200, 64, 248, 32, 176, 8, 72);
        check(Operation.POSTERIZE, -1, 64, 64, 64, 128, 64, 64, 128, 64, 0, 192, 64, 192, 0, 128, 0, 64);
        check(Operation.SOLARIZE, 0.5, 120, 100, 80, 115, 90, 110, 125, 100, 10, 55, 64, 0, 37, 75, 15, 75);
        check(Operation.AUTO_CONTRAST, 0, 114, 93, 72, 135, 83, 104, 124, 93, 0, 197, 56, 255, 28, 176, 5, 67);
        check(Operation.IDENTITY, 1, 120, 100, 80, 140, 90, 110, 130, 100, 10, 200, 64, 255, 37, 180, 15, 75);
    }

    /** Checks the red channel, alone and as one of three. */
    private static void check(Operation operation, double strength, int... expected) {
        float[] gray = IMAGE[0].clone();
        TrivialAugment change = new TrivialAugment(operation, strength);
        change.changeTones(gray, 0, 1, SIDE);
        float[] color = colors();
        change.changeTones(color, 1, 3, SIDE);
        for (int i = 0; i < expected.length; i++) {
            // Pillow rounds to whole numbers.
            assertThat(gray[i]).as("%s of sample %d", operation, i).isCloseTo(expected[i], within(1.01f));
            assertThat(color[1 + i]).isEqualTo(gray[i]);
        }
    }

    @Test
    void changesColorAndContrastLikePillow() {
        int[][] color = {
            {131, 95, 64, 140, 86, 122, 135, 102, 0, 250, 64, 255, 16, 172, 11, 44},
            {87, 110, 138, 140, 94, 62, 120, 102, 255, 11, 64, 0, 82, 201, 25, 156},
            {42, 154, 94, 140, 146, 107, 61, 42, 0, 142, 64, 91, 209, 231, 40, 255}
        };
        int[][] contrast = {
            {113, 102, 92, 123, 97, 108, 118, 102, 57, 153, 84, 181, 71, 143, 60, 90},
            {97, 108, 118, 123, 100, 87, 113, 102, 178, 72, 84, 52, 93, 153, 65, 128},
            {82, 123, 102, 123, 118, 102, 92, 82, 69, 117, 84, 97, 136, 163, 70, 166}
        };
        Map<Operation, int[][]> expected = new EnumMap<>(Map.of(Operation.COLOR, color, Operation.CONTRAST, contrast));
        expected.forEach((operation, values) -> {
            float[] changed = colors();
            new TrivialAugment(operation, operation == Operation.COLOR ? 0.5 : -0.5).changeTones(changed, 1, 3, SIDE);
            for (int channel = 0; channel < 3; channel++) {
                for (int i = 0; i < SIDE * SIDE; i++) {
                    // Pillow rounds the gray image, from which it extrapolates.
                    assertThat(changed[1 + channel * SIDE * SIDE + i])
                            .as("%s of sample %d of channel %d", operation, i, channel)
                            .isCloseTo(values[channel][i], within(1.51f));
                }
            }
        });
    }

    @Test
    void equalizesLikePillow() {
        int side = 32;
        float[] image = new float[side * side];
        for (int i = 0; i < image.length; i++) {
            int x = i % side;
            image[i] = (x * x + 3 * (i / side)) % 97 + 40;
        }
        float[] equalized = image.clone();
        new TrivialAugment(Operation.EQUALIZE, 0.3).changeTones(equalized, 0, 1, side);
        Map<Integer, Integer> byValue = new TreeMap<>();
        for (int i = 0; i < image.length; i++) {
            byValue.put((int) image[i], (int) equalized[i]);
        }
        assertThat(byValue).containsAllEntriesOf(Map.of(40, 0, 41, 4, 60, 71, 88, 168, 100, 211, 120, 255, 136, 255));
    }

    @Test
    void turnsAndMovesImages() {
        // 2/3 of 135 degrees are a right angle: (x, y) comes from (side - 1 - y, x).
        float[] turned = moved(Operation.ROTATE, 2 / 3.0, IMAGE[0], SIDE);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                assertThat(turned[y * SIDE + x]).isCloseTo(IMAGE[0][x * SIDE + SIDE - 1 - y], within(1e-3f));
            }
        }
        // A seventh of 7 pixels is one; what comes from outside is gray.
        float[] ramp = ramp(7);
        float[] right = moved(Operation.TRANSLATE_X, 1, ramp, 7);
        float[] down = moved(Operation.TRANSLATE_Y, -1, ramp, 7);
        // A row y is moved by 0.5 (y + 0.5) pixels.
        float[] sheared = moved(Operation.SHEAR_X, 0.5 / 0.99, ramp, 7);
        float[] shearedDown = moved(Operation.SHEAR_Y, -0.5 / 0.99, ramp, 7);
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 7; x++) {
                int i = 7 * y + x;
                assertThat(right[i]).isCloseTo(x < 6 ? ramp[i + 1] : Warp.GRAY, within(1e-3f));
                assertThat(down[i]).isCloseTo(y > 0 ? ramp[i - 7] : Warp.GRAY, within(1e-3f));
                double fromX = x + 0.5 * (y + 0.5);
                if (fromX <= 6) {
                    assertThat(sheared[i]).isCloseTo((float) (10 * fromX + y), within(1e-3f));
                }
                double fromY = y - 0.5 * (x + 0.5);
                if (fromY >= 0) {
                    assertThat(shearedDown[i]).isCloseTo((float) (10 * x + fromY), within(1e-3f));
                }
            }
        }
    }

    /** An image whose sample at (x, y) is 10 x + y. */
    private static float[] ramp(int side) {
        float[] ramp = new float[side * side];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 10 * (i % side) + i / side;
        }
        return ramp;
    }

    private static float[] moved(Operation operation, double strength, float[] image, int side) {
        byte[] source = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            source[i] = (byte) image[i];
        }
        float[] target = new float[image.length];
        TrivialAugment change = new TrivialAugment(operation, strength);
        assertThat(change.keepsPlaces()).isFalse();
        Warp.apply(change.map(side), FillMode.CONSTANT, source, side, 1, target, 0, side);
        return target;
    }

    private static float[] colors() {
        float[] colors = new float[1 + 3 * SIDE * SIDE];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(IMAGE[channel], 0, colors, 1 + channel * SIDE * SIDE, SIDE * SIDE);
        }
        return colors;
    }

    @Test
    void drawsEachOperationAndStrengthEquallyOften() {
        int draws = 14 * 1000;
        Map<Operation, Integer> operations = new EnumMap<>(Operation.class);
        Map<Long, Integer> strengths = new TreeMap<>();
        for (int i = 0; i < draws; i++) {
            TrivialAugment drawn = TrivialAugment.draw(RandomStream.of(5, 1, i));
            operations.merge(drawn.operation(), 1, Integer::sum);
            strengths.merge(Math.round(30 * drawn.strength()), 1, Integer::sum);
            assertThat(30 * drawn.strength()).isCloseTo(Math.rint(30 * drawn.strength()), within(1e-9));
        }
        // Binomial(14000, 1/14) has a standard deviation of 30.5, Binomial(14000, 1/62) one of 14.9.
        assertThat(operations).hasSize(14).allSatisfy((operation, n) -> assertThat(n)
                .isBetween(850, 1150));
        assertThat(strengths).hasSize(61);
        strengths.remove(0L);
        assertThat(strengths).allSatisfy((strength, n) -> assertThat(n).isBetween(150, 300));
    }
}
