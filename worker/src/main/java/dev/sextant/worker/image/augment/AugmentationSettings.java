package dev.sextant.worker.image.augment;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import java.util.List;
import java.util.Optional;

/**
 * How a trial augments its training images. {@link #DECLARED} says what each setting means. Immutable.
 *
 * @param augmenter of single images
 * @param mixing of batches
 * @param cachedViews of each image that are kept for a frozen network; 0: none
 */
public record AugmentationSettings(Augmenter augmenter, BatchMixing mixing, int cachedViews) {
    private static final String POLICY = "; by default augmentation's";
    private static final double HIGHEST_ALPHA = 4;

    /** Settings of a trainer. */
    public static final List<Setting> DECLARED = List.of(
            Setting.choice("augmentation")
                    .oneOf(Augmentation.NAMES)
                    .byDefault("none")
                    .describedAs(
                            "changes to training images, drawn anew each epoch; what the settings from rotation to fill_mode do "
                                    + "not say; light: rotation 10, shift 0.05, zoom 0.9 to 1.1, left and right, brightness, "
                                    + "contrast and saturation 0.1, reflect; product-photo: rotation 180, shift 0.1, shear 0.1, "
                                    + "zoom 0.9 to 1.5, both flips, nearest"),
            number("rotation", 0, 180, "most degrees an image is turned, either way"),
            number("shift", 0, 0.5, "most an image is moved along each axis, as a share of its side"),
            number("shear", 0, 1, "most a row is moved against the next, as a share of their distance"),
            number("zoom_min", 0.25, 4, "smallest enlargement; below 1 shrinks"),
            number("zoom_max", 0.25, 4, "largest enlargement"),
            flag("flip_horizontal", "whether half of the images are mirrored, left to right"),
            flag("flip_vertical", "whether half of the images are mirrored, top to bottom"),
            number("crop", 0.05, 1, "smallest share of an image's area that is shown, at a random place; 1: all of it"),
            number("brightness", 0, 1, "most that an image gets lighter or darker, as a share"),
            number("contrast", 0, 1, "most that contrast grows or shrinks, as a share"),
            number("saturation", 0, 1, "most that colours get stronger or greyer, as a share"),
            number("erasing", 0, 1, "probability that a rectangle is overwritten with noise"),
            Setting.choice("fill_mode")
                    .oneOf(FillMode.WORDS)
                    .describedAs(
                            "what lies beside an image; nearest: its edge; reflect: its mirror image; constant: grey"
                                    + POLICY),
            Setting.number("mixup")
                    .between(0, HIGHEST_ALPHA)
                    .byDefault(0)
                    .describedAs(
                            "blends pairs of training images and their labels by a ratio from Beta(mixup, mixup); 0: off"),
            Setting.number("cutmix")
                    .between(0, HIGHEST_ALPHA)
                    .byDefault(0)
                    .describedAs(
                            "exchanges a rectangle between pairs of training images, and the labels in proportion; its area "
                                    + "from Beta(cutmix, cutmix); 0: off; with mixup, each in about every other batch"),
            Setting.integer("cached_views")
                    .between(0, 64)
                    .byDefault(0)
                    .describedAs(
                            "augmented views of each image of which a frozen network's features are kept, one drawn for an epoch; "
                                    + "0: a frozen network sees images as they are; mixup and cutmix do not apply to views"));

    /** How the settings of a trial contradict each other. */
    public static Optional<SettingProblem> problem(Settings settings) {
        Augmentation ranges = ranges(settings);
        return ranges.zoomMin() <= ranges.zoomMax()
                ? Optional.empty()
                : Optional.of(new SettingProblem(
                        "zoom_min",
                        "(" + ranges.zoomMin() + ") must not be above zoom_max (" + ranges.zoomMax()
                                + "); set both, or swap them"));
    }

    /** Reads the settings of a trial, which have no {@link #problem}. */
    public static AugmentationSettings of(Settings settings) {
        return new AugmentationSettings(
                new Augmenter(ranges(settings)),
                new BatchMixing(settings.number("mixup"), settings.number("cutmix")),
                settings.integer("cached_views"));
    }

    private static Augmentation ranges(Settings settings) {
        Augmentation policy = Augmentation.named(settings.text("augmentation"));
        return new Augmentation(
                number(settings, "rotation", policy.rotation()),
                number(settings, "shift", policy.shift()),
                number(settings, "shear", policy.shear()),
                number(settings, "zoom_min", policy.zoomMin()),
                number(settings, "zoom_max", policy.zoomMax()),
                flag(settings, "flip_horizontal", policy.flipHorizontal()),
                flag(settings, "flip_vertical", policy.flipVertical()),
                number(settings, "crop", policy.crop()),
                number(settings, "brightness", policy.brightness()),
                number(settings, "contrast", policy.contrast()),
                number(settings, "saturation", policy.saturation()),
                number(settings, "erasing", policy.erasing()),
                settings.has("fill_mode") ? FillMode.of(settings.text("fill_mode")) : policy.fill());
    }

    /** Views that are worth keeping: none when they would all be the same. */
    public int keptViews() {
        return augmenter.isIdle() ? 0 : cachedViews;
    }

    /** The same for single images alone. */
    public AugmentationSettings withoutMixing() {
        return new AugmentationSettings(augmenter, new BatchMixing(0, 0), cachedViews);
    }

    /** Whether training images stay as they are. */
    public boolean isIdle() {
        return augmenter.isIdle() && mixing.isIdle();
    }

    private static Setting number(String name, double low, double high, String doc) {
        return Setting.number(name).between(low, high).describedAs(doc + POLICY);
    }

    private static Setting flag(String name, String doc) {
        return Setting.flag(name).describedAs(doc + POLICY);
    }

    private static double number(Settings settings, String name, double otherwise) {
        return settings.has(name) ? settings.number(name) : otherwise;
    }

    private static boolean flag(Settings settings, String name, boolean otherwise) {
        return settings.has(name) ? settings.flag(name) : otherwise;
    }
}
