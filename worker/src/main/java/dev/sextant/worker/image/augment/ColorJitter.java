package dev.sextant.worker.image.augment;

/**
 * Changes brightness, contrast and saturation at once: samples are multiplied, then their distance from the image's mean
 * luma, then from the pixel's luma. Luma is ITU-R BT.601's. Immutable and safe for use by many threads.
 */
record ColorJitter(float brightness, float contrast, float saturation) {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    static ColorJitter draw(Augmentation ranges, RandomStream draws) {
        return new ColorJitter(
                (float) (1 + draws.around(ranges.brightness())), (float) (1 + draws.around(ranges.contrast())), (float)
                        (1 + draws.around(ranges.saturation())));
    }

    /** Changes an image of samples 0 to 255 in place; what leaves this range is cut. */
    void apply(float[] image, int offset, int channels, int plane) {
        if (channels == 1) {
            applyGrey(image, offset, plane);
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
            float grey = luma(r, g, b) * (1 - saturation);
            image[offset + i] = cut(saturation * r + grey);
            image[green + i] = cut(saturation * g + grey);
            image[blue + i] = cut(saturation * b + grey);
        }
    }

    private void applyGrey(float[] image, int offset, int plane) {
        double sum = 0;
        for (int i = 0; i < plane; i++) {
            sum += image[offset + i];
        }
        float lift = brightness * (float) (sum / plane) * (1 - contrast);
        float factor = brightness * contrast;
        for (int i = offset; i < offset + plane; i++) {
            image[i] = cut(factor * image[i] + lift);
        }
    }

    private static float luma(float red, float green, float blue) {
        return RED * red + GREEN * green + BLUE * blue;
    }

    private static float cut(float value) {
        return Math.max(0, Math.min(255, value));
    }
}
