package dev.sextant.worker.image.augment;

/**
 * Sharpens or softens images: moves each sample away from, or towards, the mean of its neighborhood, in which the sample
 * itself has weight 5 and its eight neighbors weight 1 (Pillow's {@code ImageEnhance.Sharpness}). Samples on the edge do
 * not change. Stateless and safe for use by many threads.
 */
final class Sharpness {
    private static final float CENTER_WEIGHT = 5;
    private static final float WEIGHTS = 13;

    private Sharpness() {}

    /**
     * Changes an image in place; results are clipped to 0 to 255.
     *
     * @param factor 0: softened; 1: unchanged; 2: as far to the other side
     */
    static void apply(float factor, float[] image, int offset, int channels, int side) {
        float[] above = new float[side];
        float[] row = new float[side];
        for (int channel = 0; channel < channels; channel++) {
            int start = offset + channel * side * side;
            System.arraycopy(image, start, row, 0, side);
            for (int y = 1; y < side - 1; y++) {
                float[] previous = above;
                above = row;
                row = previous;
                int at = start + y * side;
                System.arraycopy(image, at, row, 0, side);
                apply(factor, above, row, image, at, side);
            }
        }
    }

    /**
     * Changes one row.
     *
     * @param above the row above, before its change
     * @param row the row itself
     * @param at index of the row in the image; the row below it is unchanged
     */
    private static void apply(float factor, float[] above, float[] row, float[] image, int at, int side) {
        for (int x = 1; x < side - 1; x++) {
            int below = at + side + x;
            float sum = above[x - 1] + above[x] + above[x + 1];
            sum += row[x - 1] + CENTER_WEIGHT * row[x] + row[x + 1];
            sum += image[below - 1] + image[below] + image[below + 1];
            float soft = sum / WEIGHTS;
            image[at + x] = Math.max(0, Math.min(255, soft + factor * (row[x] - soft)));
        }
    }
}
