package dev.sextant.worker.image.augment;

/**
 * Changes brightness, contrast and saturation at once: multiplies samples, then their distances from the mean luma of
 * the image, then their distances from the luma of the pixel. Luma is that of ITU-R BT.601. Immutable and safe for
 * use by many threads.
 */
record ColorJitter(float brightness, float contrast, float saturation) {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    /** Draws random factors. */
    static ColorJitter draw(Augmentation ranges, RandomStream random) {
        return new ColorJitter(
                (float) (1 + random.nextSymmetric(ranges.brightness())),
                (float) (1 + random.nextSymmetric(ranges.contrast())),
                (float) (1 + random.nextSymmetric(ranges.saturation())));
    }

    /**
     * Changes an image of samples from 0 to 255 in place; results are clipped to this range.
     *
     * @param offset index of the first sample
     * @param plane samples per channel
     */
    void apply(float[] image, int offset, int channels, int plane) {
        if (channels == 1) {
            applyGray(image, offset, plane);
            return;
        }
        int green = offset + plane;
        int blue = green + plane;
        double sum = 0;
        for (int i = 0; i < plane; i++) {
            sum += luma(image[offset + i], image[green + i], image[blue + i]);
        }
        float lift = brightness * (float) (sum / plane) * (1 - contrast);
        float factor = brightness * contrast;
        for (int i = 0; i < plane; i++) {
            float r = factor * image[offset + i] + lift;
            float g = factor * image[green + i] + lift;
            float b = factor * image[blue + i] + lift;
            float gray = luma(r, g, b) * (1 - saturation);
            image[offset + i] = clip(saturation * r + gray);
            image[green + i] = clip(saturation * g + gray);
            image[blue + i] = clip(saturation * b + gray);
        }
    }

    private void applyGray(float[] image, int offset, int plane) {
        double sum = 0;
        for (int i = 0; i < plane; i++) {
            sum += image[offset + i];
        }
        float lift = brightness * (float) (sum / plane) * (1 - contrast);
        float factor = brightness * contrast;
        for (int i = offset; i < offset + plane; i++) {
            image[i] = clip(factor * image[i] + lift);
        }
    }

    private static float luma(float red, float green, float blue) {
        return RED * red + GREEN * green + BLUE * blue;
    }

    private static float clip(float value) {
        return Math.max(0, Math.min(255, value));
    }
}
