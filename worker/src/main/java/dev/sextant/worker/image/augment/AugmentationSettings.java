package dev.sextant.worker.image.augment;

import dev.sextant.common.space.Condition;
import dev.sextant.common.studyfile.Suggestion;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.mode.TrainingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings of data augmentation. {@link #DECLARED} describes each. Immutable.
 *
 * @param augmenter changes single images
 * @param mixing mixes the images of a batch
 * @param cachedViews augmented views of each image whose features are cached under a frozen backbone; 0 for none
 */
public record AugmentationSettings(Augmenter augmenter, BatchMixing mixing, int cachedViews) {
    /** Name of the setting that chooses the policy. */
    public static final String AUGMENTATION = "augmentation";

    private static final String SETS = "augmentation_sets";
    private static final String POLICY = "; default: from augmentation";
    private static final double HIGHEST_ALPHA = 4;

    /** Number of cached views of a frozen backbone for trials that set none. */
    public static final int VIEWS_OF_FROZEN = 4;

    /** Changed images are trained on as they are, or a frozen backbone computes features of a few views of them. */
    private static final Condition TRAINS_ON_CHANGED_IMAGES =
            TrainingMode.ON_IMAGES.or(Condition.isNot("cached_views", 0L)).or(Condition.absent("cached_views"));

    private static final Condition HAS_COLORS =
            Condition.isNot("channels", "grey").or(TrainingMode.ON_BACKBONE);

    /** Images are rotated, shifted, sheared or shrunk, so that pixels outside of them come into sight. */
    private static final Condition SHOWS_OUTSIDE = Condition.isNot("augmentation", "none")
            .or(Condition.isNot("rotation", 0.0))
            .or(Condition.isNot("shift", 0.0))
            .or(Condition.isNot("shear", 0.0))
            .or(Condition.isNot("zoom_min", 1.0));

    private static final Condition CHANGES_IMAGES = SHOWS_OUTSIDE
            .or(Condition.isNot("zoom_max", 1.0))
            .or(Condition.is("flip_horizontal", true))
            .or(Condition.is("flip_vertical", true))
            .or(Condition.isNot("crop", 1.0))
            .or(Condition.isNot("brightness", 0.0))
            .or(Condition.isNot("contrast", 0.0))
            .or(Condition.isNot("saturation", 0.0))
            .or(Condition.isNot("erasing", 0.0));

    /** Name of the policy that draws one operation per image. */
    private static final String TRIVIAL = "trivial";

    /** Settings that a policy or a set defines. */
    private static final List<Setting> RANGES = List.of(
            number("rotation", 0, 180, "largest rotation in either direction, in degrees"),
            number("shift", 0, 0.5, "largest shift along each axis, as a share of the side"),
            number(
                    "shear",
                    0,
                    1,
                    "largest horizontal shear: shift of each row relative to the next, as a share of their distance"),
            number("zoom_min", 0.25, 4, "smallest zoom factor; below 1 shrinks the image"),
            number("zoom_max", 0.25, 4, "largest zoom factor"),
            flag("flip_horizontal", "whether to mirror half of the images horizontally"),
            flag("flip_vertical", "whether to mirror half of the images vertically"),
            number("crop", 0.05, 1, "smallest area of a random crop, as a share of the image; 1: no crop"),
            number("brightness", 0, 1, "largest relative change of brightness"),
            number("contrast", 0, 1, "largest relative change of contrast"),
            Setting.number("saturation")
                    .between(0, 1)
                    .mattersWhen(TRAINS_ON_CHANGED_IMAGES)
                    .mattersWhen(HAS_COLORS)
                    .describedAs("largest relative change of saturation" + POLICY),
            number("erasing", 0, 1, "probability of overwriting a random rectangle with noise"),
            Setting.choice("fill_mode")
                    .oneOf(FillMode.WORDS)
                    .mattersWhen(SHOWS_OUTSIDE)
                    .describedAs(
                            "fill of the area outside the image; nearest: the pixels of its edge; reflect: its mirror "
                                    + "image; constant: gray"
                                    + POLICY));

    /** Other settings, which refer to those. */
    private static final List<Setting> POLICIES = List.of(
            Setting.text(AUGMENTATION)
                    .byDefault("none")
                    .mattersWhen(TRAINS_ON_CHANGED_IMAGES)
                    .describedAs(
                            "policy for random changes of training images, drawn again in each epoch; it sets the "
                                    + "defaults of rotation to fill_mode; light: rotation 10, shift 0.05, zoom 0.9 "
                                    + "to 1.1, flip_horizontal, brightness, contrast and saturation 0.1, reflect; "
                                    + "product-photo: rotation 180, shift 0.1, shear 0.1, zoom 0.9 to 1.5, both "
                                    + "flips, nearest; trivial: one random operation of random strength per image "
                                    + "(TrivialAugment, arXiv:2103.10158), constant; or the name of a set in augmentation_sets"),
            Setting.sets(SETS)
                    .of(RANGES)
                    .describedAs(
                            "policies of the study's own for augmentation, by name, such as {strong: {rotation: 30, "
                                    + "zoom_max: 1.5}}; what a set leaves out is as in none"));

    private static final List<Setting> MIXING = List.of(
            Setting.number("mixup")
                    .between(0, HIGHEST_ALPHA)
                    .byDefault(0)
                    .mattersWhen(TrainingMode.ON_IMAGES)
                    .describedAs(
                            "parameter of mixup, which blends pairs of training images and their labels by a ratio "
                                    + "from Beta(mixup, mixup); 0: off"),
            Setting.number("cutmix")
                    .between(0, HIGHEST_ALPHA)
                    .byDefault(0)
                    .mattersWhen(TrainingMode.ON_IMAGES)
                    .describedAs(
                            "parameter of CutMix, which exchanges a rectangle between pairs of training images, and "
                                    + "their labels in proportion; its area is from Beta(cutmix, cutmix); 0: off; "
                                    + "with mixup, each applies to about half of the batches"),
            Setting.integer("cached_views")
                    .between(0, 64)
                    .mattersWhen(TrainingMode.ON_BACKBONE)
                    .mattersWhen(CHANGES_IMAGES)
                    .describedAs(
                            "augmented views of each image whose features under a frozen backbone are cached; each "
                                    + "epoch draws one; 0: a frozen backbone sees unchanged images; mixup and "
                                    + "cutmix do not apply to views; default: "
                                    + VIEWS_OF_FROZEN + " if the backbone stays frozen, else 0"));

    /** Declarations of the settings. */
    public static final List<Setting> DECLARED =
            Stream.of(POLICIES, RANGES, MIXING).flatMap(List::stream).toList();

    /** Returns how the settings of a trial contradict each other; empty when they do not. */
    public static Optional<SettingProblem> problem(Settings settings) {
        return setsProblem(settings)
                .or(() -> policyProblem(settings.text(AUGMENTATION), settings))
                .or(() -> zoomProblem("zoom_min", "", ranges(settings)));
    }

    /**
     * Returns why a value of {@code augmentation} cannot be used; empty when it can.
     *
     * @param settings settings that may define sets
     */
    public static Optional<SettingProblem> policyProblem(String name, Settings settings) {
        List<String> names = Stream.concat(Augmentation.NAMES.stream(), sets(settings).keySet().stream())
                .toList();
        return names.contains(name)
                ? Optional.empty()
                : Optional.of(new SettingProblem(
                        AUGMENTATION,
                        "(" + name + ") must be one of " + String.join(", ", names)
                                + Suggestion.nearest(name, names)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; or define it in " + SETS)));
    }

    private static Optional<SettingProblem> setsProblem(Settings settings) {
        for (Map.Entry<String, Settings> set : sets(settings).entrySet()) {
            String name = set.getKey();
            if (Augmentation.NAMES.contains(name)) {
                return Optional.of(new SettingProblem(
                        SETS, name + " is a policy already; choose a name other than " + Augmentation.NAMES));
            }
            Optional<SettingProblem> problem =
                    zoomProblem(SETS, name + ".zoom_min ", ranges(set.getValue(), Augmentation.named("none")));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<SettingProblem> zoomProblem(String setting, String place, Augmentation ranges) {
        return ranges.zoomMin() <= ranges.zoomMax()
                ? Optional.empty()
                : Optional.of(new SettingProblem(
                        setting,
                        place + "(" + ranges.zoomMin() + ") must not be above zoom_max (" + ranges.zoomMax()
                                + "); set both, or swap them"));
    }

    /**
     * Reads the settings of a trial, which have no {@link #problem}.
     *
     * @param defaultViews number of cached views for trials that set none
     */
    public static AugmentationSettings of(Settings settings, int defaultViews) {
        return new AugmentationSettings(
                new Augmenter(ranges(settings), settings.text(AUGMENTATION).equals(TRIVIAL)),
                new BatchMixing(settings.number("mixup"), settings.number("cutmix")),
                settings.has("cached_views") ? settings.integer("cached_views") : defaultViews);
    }

    private static Map<String, Settings> sets(Settings settings) {
        return settings.has(SETS) ? settings.sets(SETS) : Map.of();
    }

    private static Augmentation ranges(Settings settings) {
        String name = settings.text(AUGMENTATION);
        Settings set = sets(settings).get(name);
        return ranges(settings, set == null ? Augmentation.named(name) : ranges(set, Augmentation.named("none")));
    }

    /** Returns the given ranges and, for those that are absent, the default ones. */
    private static Augmentation ranges(Settings given, Augmentation defaults) {
        return new Augmentation.Builder()
                .rotation(number(given, "rotation", defaults.rotation()))
                .shift(number(given, "shift", defaults.shift()))
                .shear(number(given, "shear", defaults.shear()))
                .zoomMin(number(given, "zoom_min", defaults.zoomMin()))
                .zoomMax(number(given, "zoom_max", defaults.zoomMax()))
                .flipHorizontal(flag(given, "flip_horizontal", defaults.flipHorizontal()))
                .flipVertical(flag(given, "flip_vertical", defaults.flipVertical()))
                .crop(number(given, "crop", defaults.crop()))
                .brightness(number(given, "brightness", defaults.brightness()))
                .contrast(number(given, "contrast", defaults.contrast()))
                .saturation(number(given, "saturation", defaults.saturation()))
                .erasing(number(given, "erasing", defaults.erasing()))
                .fill(given.has("fill_mode") ? FillMode.of(given.text("fill_mode")) : defaults.fill())
                .build();
    }

    /** Returns the number of views to cache: none when augmentation changes nothing. */
    public int keptViews() {
        return augmenter.isIdle() ? 0 : cachedViews;
    }

    /** Returns whether epochs see the same images, or the same few views of them. */
    public boolean repeats() {
        return isIdle() || keptViews() > 0;
    }

    /** Returns the same settings without mixup and CutMix. */
    public AugmentationSettings withoutMixing() {
        return new AugmentationSettings(augmenter, new BatchMixing(0, 0), cachedViews);
    }

    /** Returns whether training images stay unchanged. */
    public boolean isIdle() {
        return augmenter.isIdle() && mixing.isIdle();
    }

    private static Setting number(String name, double low, double high, String doc) {
        return Setting.number(name)
                .between(low, high)
                .mattersWhen(TRAINS_ON_CHANGED_IMAGES)
                .describedAs(doc + POLICY);
    }

    private static Setting flag(String name, String doc) {
        return Setting.flag(name).mattersWhen(TRAINS_ON_CHANGED_IMAGES).describedAs(doc + POLICY);
    }

    private static double number(Settings settings, String name, double defaultValue) {
        return settings.has(name) ? settings.number(name) : defaultValue;
    }

    private static boolean flag(Settings settings, String name, boolean defaultValue) {
        return settings.has(name) ? settings.flag(name) : defaultValue;
    }
}
