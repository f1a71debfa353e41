package dev.sextant.worker.image.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AugmenterTest {
    private static final int SIDE = 12;

    /**
     * Expected values: Pillow 13.0.0 with {@code ImageEnhance.Brightness(1.2)}, {@code Contrast(0.7)}, {@code
     * Color(1.4)}, one after another.
     */
    @Test
    void changesColorsLikePillow() {
        int[][] pixels = {
            {120, 90, 60}, {100, 110, 140}, {80, 130, 100}, {140, 140, 140},
            {90, 95, 130}, {110, 70, 100}, {130, 120, 80}, {100, 100, 60}
        };
        int[][] expected = {
            {147, 112, 75}, {118, 129, 166}, {94, 153, 118}, {156, 156, 156},
            {111, 117, 157}, {138, 91, 126}, {150, 139, 91}, {123, 123, 76}
        };
        float[] image = new float[1 + 3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                image[1 + channel * pixels.length + i] = pixels[i][channel];
            }
        }
        new ColorJitter(1.2f, 0.7f, 1.4f).apply(image, 1, 3, pixels.length);
        for (int i = 0; i < pixels.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                // Pillow truncates to integers after each step.
                assertThat(image[1 + channel * pixels.length + i]).isCloseTo(expected[i][channel], within(2.5f));
            }
        }
    }

    @Test
    void changesBrightnessAndContrastOfGrayImages() {
        float[] image = {100, 140};
        new ColorJitter(1.1f, 0.5f, 9).apply(image, 0, 1, 2);
        // 110 and 154, with half their distance from 132.
        assertThat(image[0]).isCloseTo(121, within(1e-3f));
        assertThat(image[1]).isCloseTo(143, within(1e-3f));
    }

    @Test
    void dependsOnSeedEpochAndImageOnly() {
        Augmenter augmenter = augmenter(Map.of("augmentation", "product-photo", "erasing", 1.0, "contrast", 0.5));
        float[] once = image(augmenter, RandomStream.of(7, 3, 41));
        assertThat(image(augmenter, RandomStream.of(7, 3, 41))).isEqualTo(once);
        assertThat(image(augmenter, RandomStream.of(8, 3, 41))).isNotEqualTo(once);
        assertThat(image(augmenter, RandomStream.of(7, 4, 41))).isNotEqualTo(once);
        assertThat(image(augmenter, RandomStream.of(7, 3, 42))).isNotEqualTo(once);
    }

    @Test
    void erasesWithTheFrequencyAndAreaOfThePaper() {
        Augmenter augmenter = augmenter(Map.of("erasing", 0.5));
        int erased = 0;
        for (int image = 0; image < 400; image++) {
            float[] samples = image(augmenter, RandomStream.of(1, 1, image));
            int changed = 0;
            for (int i = 0; i < SIDE * SIDE; i++) {
                changed += samples[i] == 77 ? 0 : 1;
            }
            if (changed > 0) {
                erased++;
                assertThat(changed).isLessThanOrEqualTo((int) (0.4 * SIDE * SIDE));
            }
        }
        // Binomial(400, 0.5): 4 standard deviations are 40.
        assertThat(erased).isBetween(160, 240);
    }

    @Test
    void settingsOverrideThePolicy() {
        assertThat(augmenter(Map.of()).isIdle()).isTrue();
        assertThat(augmenter(Map.of("augmentation", "light")).isIdle()).isFalse();
        assertThat(augmenter(Map.of("rotation", 5.0)).isIdle()).isFalse();
        Map<String, Object> allOff = Map.of(
                "augmentation",
                "product-photo",
                "rotation",
                0.0,
                "shift",
                0.0,
                "shear",
                0.0,
                "zoom_min",
                1.0,
                "zoom_max",
                1.0,
                "flip_horizontal",
                false,
                "flip_vertical",
                false);
        assertThat(augmenter(allOff).isIdle()).isTrue();
    }

    @Test
    void appliesOneOperationOfTrivialAugmentAfterTheOtherChanges() {
        Map<String, Object> given = Map.of("augmentation", "trivial");
        Augmenter augmenter = augmenter(given);
        assertThat(augmenter.isIdle()).isFalse();
        assertThat(augmenter.toString()).endsWith(" trivial");
        assertThat(image(augmenter, RandomStream.of(7, 3, 41))).isEqualTo(image(augmenter, RandomStream.of(7, 3, 41)));
        byte[] source = new byte[SIDE * SIDE];
        for (int i = 0; i < source.length; i++) {
            source[i] = (byte) (i + i / SIDE);
        }
        int different = 0;
        for (int index = 0; index < 100; index++) {
            float[] alone = augment(augmenter, source, index);
            float[] mirroredToo =
                    augment(augmenter(Map.of("augmentation", "trivial", "flip_horizontal", true)), source, index);
            float[] mirrored = augment(augmenter(Map.of("flip_horizontal", true)), source, index);
            different += Arrays.equals(alone, augment(augmenter(Map.of()), source, index)) ? 0 : 1;
            if (Arrays.equals(mirrored, augment(augmenter(Map.of()), source, index))) {
                assertThat(mirroredToo).isEqualTo(alone);
            }
        }
        // Identity, strengths of 0 and equalization of few pixels change nothing: about one image in six.
        assertThat(different).isBetween(70, 95);
    }

    private static float[] augment(Augmenter augmenter, byte[] source, int index) {
        float[] target = new float[source.length];
        augmenter.augment(RandomStream.of(7, 3, index), source, SIDE, 1, target, 0);
        return target;
    }

    @Test
    void takesRangesFromASetOfTheStudysOwn() {
        Map<String, Object> sets = Map.of(
                "augmentation_sets",
                new TreeMap<>(Map.of(
                        "strong", new TreeMap<>(Map.of("rotation", 30.0, "zoom_max", 1.5, "fill_mode", "reflect")))));
        Map<String, Object> strong = new TreeMap<>(sets);
        strong.put("augmentation", "strong");
        assertThat(augmenter(strong))
                .hasToString(augmenter(Map.of("rotation", 30.0, "zoom_max", 1.5, "fill_mode", "reflect"))
                        .toString());
        strong.put("rotation", 0.0);
        assertThat(augmenter(strong))
                .hasToString(augmenter(Map.of("zoom_max", 1.5, "fill_mode", "reflect"))
                        .toString());
        assertThat(augmenter(sets).isIdle()).isTrue();
    }

    @Test
    void reportsUnknownPoliciesAndUnusableSets() {
        Map<String, Object> sets = Map.of("strong", Map.of("rotation", 30.0));
        assertThat(AugmentationSettings.problem(settings(Map.of("augmentation", "strnog", "augmentation_sets", sets))))
                .contains(new SettingProblem(
                        "augmentation",
                        "(strnog) must be one of none, light, product-photo, trivial, strong; did you mean strong?"));
        assertThat(AugmentationSettings.problem(settings(Map.of("augmentation", "heavy"))))
                .contains(
                        new SettingProblem(
                                "augmentation",
                                "(heavy) must be one of none, light, product-photo, trivial; or define it in augmentation_sets"));
        assertThat(AugmentationSettings.problem(
                        settings(Map.of("augmentation_sets", Map.of("light", Map.of("rotation", 30.0))))))
                .contains(new SettingProblem(
                        "augmentation_sets",
                        "light is a policy already; choose a name other than [none, light, product-photo, trivial]"));
        assertThat(AugmentationSettings.problem(
                        settings(Map.of("augmentation_sets", Map.of("near", Map.of("zoom_min", 1.5))))))
                .contains(new SettingProblem(
                        "augmentation_sets",
                        "near.zoom_min (1.5) must not be above zoom_max (1.0); set both, or swap them"));
    }

    @Test
    void reportsReversedZooms() {
        Map<String, Object> given = Map.of("augmentation", "product-photo", "zoom_min", 2.0);
        assertThat(AugmentationSettings.problem(settings(given)))
                .contains(new SettingProblem(
                        "zoom_min", "(2.0) must not be above zoom_max (1.5); set both, or swap them"));
        assertThat(AugmentationSettings.problem(settings(Map.of("augmentation", "product-photo"))))
                .isEmpty();
    }

    private static Augmenter augmenter(Map<String, ?> given) {
        return AugmentationSettings.of(settings(given)).augmenter();
    }

    private static Settings settings(Map<String, ?> given) {
        return Settings.withDefaults(AugmentationSettings.DECLARED, given);
    }

    /** Augments an image of one value. */
    private static float[] image(Augmenter augmenter, RandomStream random) {
        byte[] source = new byte[SIDE * SIDE];
        Arrays.fill(source, (byte) 77);
        float[] target = new float[SIDE * SIDE];
        augmenter.augment(random, source, SIDE, 1, target, 0);
        return target;
    }
}
