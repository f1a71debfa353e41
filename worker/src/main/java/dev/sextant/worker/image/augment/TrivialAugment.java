package dev.sextant.worker.image.augment;

import java.util.function.IntConsumer;

/**
 * One operation of a strength, as TrivialAugment draws it for each image (Müller and Hutter, TrivialAugment: tuning-free
 * yet state-of-the-art data augmentation, ICCV 2021, arXiv:2103.10158), from the "wide" space of the paper's appendix.
 * Translations are up to 1/7 of the side: the 32 pixels of the paper in its images of 224.
 *
 * @param strength -1 to 1; operations without a direction take its absolute value
 */
record TrivialAugment(Operation operation, double strength) {
    /** Leaves every image unchanged. */
    static final TrivialAugment IDENTITY = new TrivialAugment(Operation.IDENTITY, 0);

    /** Number of strengths, evenly spaced from 0 to 1. */
    private static final int STRENGTHS = 31;

    private static final double MAX_SHEAR = 0.99;
    private static final double MAX_TRANSLATION = 1 / 7.0;
    private static final double MAX_ROTATION_DEGREES = 135;
    private static final double MAX_FACTOR_CHANGE = 0.99;
    private static final int MAX_LOST_BITS = 6;

    /** Operations, each drawn with the same probability. */
    enum Operation {
        IDENTITY,
        SHEAR_X,
        SHEAR_Y,
        TRANSLATE_X,
        TRANSLATE_Y,
        ROTATE,
        BRIGHTNESS,
        COLOR,
        CONTRAST,
        SHARPNESS,
        POSTERIZE,
        SOLARIZE,
        AUTO_CONTRAST,
        EQUALIZE
    }

    private static final Operation[] OPERATIONS = Operation.values();

    /** Draws an operation and its strength. */
    static TrivialAugment draw(RandomStream random) {
        Operation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
        double strength = random.nextInt(STRENGTHS) / (STRENGTHS - 1.0);
        return new TrivialAugment(operation, random.nextBoolean(0.5) ? -strength : strength);
    }

    /** Returns whether pixels keep their places. */
    boolean keepsPlaces() {
        return switch (operation) {
            case SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y, ROTATE -> false;
            case IDENTITY, BRIGHTNESS, COLOR, CONTRAST, SHARPNESS, POSTERIZE, SOLARIZE, AUTO_CONTRAST, EQUALIZE -> true;
        };
    }

    /**
     * Returns the map from a pixel of the result to its position in the image. Shears keep the upper left corner of
     * the image, as in the paper's program.
     *
     * @param side side of the image, pixels
     */
    Affine map(int side) {
        double shear = MAX_SHEAR * strength;
        double translation = MAX_TRANSLATION * strength * side;
        return switch (operation) {
            case SHEAR_X -> new Affine(1, shear, shear / 2, 0, 1, 0);
            case SHEAR_Y -> new Affine(1, 0, 0, shear, 1, shear / 2);
            case TRANSLATE_X -> new Affine(1, 0, translation, 0, 1, 0);
            case TRANSLATE_Y -> new Affine(1, 0, 0, 0, 1, translation);
            case ROTATE -> rotation(Math.toRadians(MAX_ROTATION_DEGREES * strength), (side - 1) / 2.0);
            case IDENTITY, BRIGHTNESS, COLOR, CONTRAST, SHARPNESS, POSTERIZE, SOLARIZE, AUTO_CONTRAST, EQUALIZE ->
                new Affine(1, 0, 0, 0, 1, 0);
        };
    }

    private static Affine rotation(double angle, double center) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        return new Affine(cos, -sin, center * (1 - cos + sin), sin, cos, center * (1 - sin - cos));
    }

    /**
     * Changes the samples of an image in place. Operations that {@link #map} describes change nothing here.
     *
     * @param image samples of 0 to 255, channel after channel, row by row
     * @param offset index of the first sample
     * @param side side of the image, pixels
     */
    void changeTones(float[] image, int offset, int channels, int side) {
        int plane = side * side;
        float factor = (float) (1 + MAX_FACTOR_CHANGE * strength);
        double magnitude = Math.abs(strength);
        switch (operation) {
            case BRIGHTNESS -> new ColorJitter(factor, 1, 1).apply(image, offset, channels, plane);
            case CONTRAST -> new ColorJitter(1, factor, 1).apply(image, offset, channels, plane);
            case COLOR -> new ColorJitter(1, 1, factor).apply(image, offset, channels, plane);
            case SHARPNESS -> Sharpness.apply(factor, image, offset, channels, side);
            case POSTERIZE ->
                Tones.posterize(8 - (int) Math.round(MAX_LOST_BITS * magnitude), image, offset, channels * plane);
            case SOLARIZE -> Tones.solarize((float) (255 * (1 - magnitude)), image, offset, channels * plane);
            case AUTO_CONTRAST ->
                forEachChannel(offset, channels, plane, from -> Tones.autoContrast(image, from, plane));
            case EQUALIZE -> forEachChannel(offset, channels, plane, from -> Tones.equalize(image, from, plane));
            case IDENTITY, SHEAR_X, SHEAR_Y, TRANSLATE_X, TRANSLATE_Y, ROTATE -> {}
        }
    }

    private static void forEachChannel(int offset, int channels, int plane, IntConsumer change) {
        for (int channel = 0; channel < channels; channel++) {
            change.accept(offset + channel * plane);
        }
    }
}
