package dev.sextant.worker.image.augment;

import java.util.List;

/**
 * The ranges that an image's changes are drawn from. Immutable.
 *
 * @param rotation most degrees, either way
 * @param shift most of the side, either way, along each axis
 * @param shear most that a row moves against the next, either way, as a share of their distance
 * @param zoomMin smallest enlargement; below 1 shrinks
 * @param zoomMax largest enlargement
 * @param flipHorizontal whether left and right change places in half of the cases
 * @param flipVertical whether top and bottom change places in half of the cases
 * @param crop smallest share of the area that is shown; 1: all of it
 * @param brightness most that samples grow or shrink, as a share
 * @param contrast most that distances from the mean grow or shrink, as a share
 * @param saturation most that distances from grey grow or shrink, as a share
 * @param erasing probability that a rectangle is erased
 * @param fill what lies beside the image
 */
record Augmentation(
        double rotation,
        double shift,
        double shear,
        double zoomMin,
        double zoomMax,
        boolean flipHorizontal,
        boolean flipVertical,
        double crop,
        double brightness,
        double contrast,
        double saturation,
        double erasing,
        FillMode fill) {

    /** Names a study file can use. */
    static final List<String> NAMES = List.of("none", "light", "product-photo");

    /** One of {@link #NAMES}. */
    static Augmentation named(String name) {
        return switch (name) {
            case "none" -> new Augmentation(0, 0, 0, 1, 1, false, false, 1, 0, 0, 0, 0, FillMode.NEAREST);
            case "light" -> new Augmentation(10, 0.05, 0, 0.9, 1.1, true, false, 1, 0.1, 0.1, 0.1, 0, FillMode.REFLECT);
            case "product-photo" ->
                new Augmentation(180, 0.1, 0.1, 0.9, 1.5, true, true, 1, 0, 0, 0, 0, FillMode.NEAREST);
            default -> throw new IllegalArgumentException("Unknown augmentation " + name + ", must be one of " + NAMES);
        };
    }

    /** The same ranges, without erasing. */
    Augmentation withoutErasing() {
        return new Augmentation(
                rotation,
                shift,
                shear,
                zoomMin,
                zoomMax,
                flipHorizontal,
                flipVertical,
                crop,
                brightness,
                contrast,
                saturation,
                0,
                fill);
    }

    /** Whether images stay where they are. */
    boolean keepsPlaces() {
        return rotation == 0
                && shift == 0
                && shear == 0
                && zoomMin == 1
                && zoomMax == 1
                && !flipHorizontal
                && !flipVertical
                && crop == 1;
    }

    /** Whether images keep their colours. */
    boolean keepsColours() {
        return brightness == 0 && contrast == 0 && saturation == 0;
    }
}
