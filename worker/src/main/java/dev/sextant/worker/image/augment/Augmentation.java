package dev.sextant.worker.image.augment;

import java.util.List;

/**
 * Ranges from which random changes of an image are drawn. The names of feature files derive from the text form of
 * this record. Immutable.
 *
 * @param rotation largest rotation in either direction, degrees
 * @param shift largest shift along each axis in either direction, as a share of the side
 * @param shear largest shift of a row relative to the next in either direction, as a share of their distance
 * @param zoomMin smallest zoom factor; below 1 shrinks
 * @param zoomMax largest zoom factor
 * @param flipHorizontal whether half of the images are mirrored horizontally
 * @param flipVertical whether half of the images are mirrored vertically
 * @param crop smallest area of a random crop, as a share of the image; 1 for no crop
 * @param brightness largest relative change of samples
 * @param contrast largest relative change of the distance from the mean
 * @param saturation largest relative change of the distance from gray
 * @param erasing probability of erasing a rectangle
 * @param fill fill of the area outside the image
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

    /** Names of the policies, as in a study file. */
    static final List<String> NAMES = List.of("none", "light", "product-photo", "trivial");

    /**
     * Returns a policy.
     *
     * @param name one of {@link #NAMES}
     */
    static Augmentation named(String name) {
        return switch (name) {
            case "none" -> new Builder().build();
            case "light" ->
                new Builder()
                        .rotation(10)
                        .shift(0.05)
                        .zoomMin(0.9)
                        .zoomMax(1.1)
                        .flipHorizontal(true)
                        .brightness(0.1)
                        .contrast(0.1)
                        .saturation(0.1)
                        .fill(FillMode.REFLECT)
                        .build();
            case "product-photo" ->
                new Builder()
                        .rotation(180)
                        .shift(0.1)
                        .shear(0.1)
                        .zoomMin(0.9)
                        .zoomMax(1.5)
                        .flipHorizontal(true)
                        .flipVertical(true)
                        .build();
            case "trivial" -> new Builder().fill(FillMode.CONSTANT).build();
            default -> throw new IllegalArgumentException("Unknown augmentation " + name + ", must be one of " + NAMES);
        };
    }

    /** Returns the same ranges without erasing. */
    Augmentation withoutErasing() {
        return new Builder(this).erasing(0).build();
    }

    /** Returns whether pixels keep their places. */
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

    /** Returns whether pixels keep their colors. */
    boolean keepsColors() {
        return brightness == 0 && contrast == 0 && saturation == 0;
    }

    /** Builds ranges. A new builder has ranges that leave images unchanged. */
    static final class Builder {
        private double rotation;
        private double shift;
        private double shear;
        private double zoomMin = 1;
        private double zoomMax = 1;
        private boolean flipHorizontal;
        private boolean flipVertical;
        private double crop = 1;
        private double brightness;
        private double contrast;
        private double saturation;
        private double erasing;
        private FillMode fill = FillMode.NEAREST;

        Builder() {}

        /** Starts from other ranges. */
        Builder(Augmentation ranges) {
            rotation = ranges.rotation();
            shift = ranges.shift();
            shear = ranges.shear();
            zoomMin = ranges.zoomMin();
            zoomMax = ranges.zoomMax();
            flipHorizontal = ranges.flipHorizontal();
            flipVertical = ranges.flipVertical();
            crop = ranges.crop();
            brightness = ranges.brightness();
            contrast = ranges.contrast();
            saturation = ranges.saturation();
            erasing = ranges.erasing();
            fill = ranges.fill();
        }

        Builder rotation(double value) {
            rotation = value;
            return this;
        }

        Builder shift(double value) {
            shift = value;
            return this;
        }

        Builder shear(double value) {
            shear = value;
            return this;
        }

        Builder zoomMin(double value) {
            zoomMin = value;
            return this;
        }

        Builder zoomMax(double value) {
            zoomMax = value;
            return this;
        }

        Builder flipHorizontal(boolean value) {
            flipHorizontal = value;
            return this;
        }

        Builder flipVertical(boolean value) {
            flipVertical = value;
            return this;
        }

        Builder crop(double value) {
            crop = value;
            return this;
        }

        Builder brightness(double value) {
            brightness = value;
            return this;
        }

        Builder contrast(double value) {
            contrast = value;
            return this;
        }

        Builder saturation(double value) {
            saturation = value;
            return this;
        }

        Builder erasing(double value) {
            erasing = value;
            return this;
        }

        Builder fill(FillMode value) {
            fill = value;
            return this;
        }

        Augmentation build() {
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
                    erasing,
                    fill);
        }
    }
}
