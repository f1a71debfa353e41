package dev.sextant.worker.image.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestTimeAugmentationTest {
    private static final int SIDE = 16;

    private static AugmentationSettings settings(Map<String, ?> given) {
        return AugmentationSettings.of(Settings.withDefaults(AugmentationSettings.DECLARED, given), 0);
    }

    /** A ramp that rises by 8 per column and by 1 per row. */
    private static byte[] ramp() {
        byte[] image = new byte[SIDE * SIDE];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (8 * (i % SIDE) + i / SIDE);
        }
        return image;
    }

    private static float[] view(TestTimeAugmentation views, int number) {
        float[] target = new float[SIDE * SIDE];
        views.draw(number, ramp(), SIDE, 1, target, 0);
        return target;
    }

    private static float at(float[] view, int x, int y) {
        return view[y * SIDE + x];
    }

    @Test
    void withoutAugmentationViewsAreCropsAndMirrorImages() {
        TestTimeAugmentation views = TestTimeAugmentation.of(settings(Map.of()), 12);
        float[] whole = view(views, 1);
        float[] mirrored = view(views, 2);
        float[] middle = view(views, 3);
        float[] upperLeft = view(views, 5);
        float[] upperLeftMirrored = view(views, 6);
        float[] lowerRight = view(views, 7);

        assertThat(at(whole, 3, 5)).isEqualTo(29);
        assertThat(at(mirrored, 3, 5)).isCloseTo(8 * 12 + 5, within(1e-3f));
        // A centered crop of 14 pixels: its pixels lie 0.875 apart, the first one 0.9375 from the edge.
        assertThat(at(middle, 0, 0)).isCloseTo(9 * 0.9375f, within(1e-3f));
        assertThat(at(middle, 1, 0) - at(middle, 0, 0)).isCloseTo(8 * 0.875f, within(1e-3f));
        assertThat(at(upperLeft, 8, 8)).isLessThan(at(middle, 8, 8)).isLessThan(at(lowerRight, 8, 8));
        assertThat(at(upperLeftMirrored, 7, 8)).isCloseTo(at(upperLeft, 8, 8), within(1e-3f));
    }

    @Test
    void withAugmentationViewsAreAugmentedButNotErased() {
        AugmentationSettings turned = settings(Map.of("rotation", 30.0, "erasing", 1.0));
        TestTimeAugmentation views = TestTimeAugmentation.of(turned, 40);
        float[] first = view(views, 2);
        assertThat(view(views, 1)[5]).isEqualTo(40);
        assertThat(first).isEqualTo(view(TestTimeAugmentation.of(turned, 3), 2)).isNotEqualTo(view(views, 3));
        // Noise would exceed the range of the ramp, 0 to 135.
        for (int number = 1; number <= 40; number++) {
            for (float sample : view(views, number)) {
                assertThat(sample).isBetween(0f, 135f);
            }
        }
    }

    @Test
    void rejectsMoreViewsThanThereAre() {
        assertThatThrownBy(() -> TestTimeAugmentation.of(settings(Map.of("erasing", 1.0)), 13))
                .hasMessageContaining("must be at most 12 for a trial without augmentation");
        assertThatThrownBy(() -> TestTimeAugmentation.of(settings(Map.of()), 0)).hasMessageContaining("at least 1");
    }
}
