package dev.sextant.worker.image.augment;

/**
 * Overwrites a rectangle with noise (Zhong et al., Random erasing data augmentation, AAAI 2020, algorithm 1, with s_l =
 * 0.02, s_h = 0.33, r_1 = 0.3, r_2 = 1 / r_1).
 */
final class Erasing {
    private static final double SMALLEST = 0.02;
    private static final double LARGEST = 0.33;
    private static final double NARROWEST = 0.3;
    private static final int TRIES = 10;

    private Erasing() {}

    /** Erases in place, unless no rectangle drawn fits. */
    static void apply(RandomStream draws, float[] image, int offset, int channels, int side) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double area = draws.between(SMALLEST, LARGEST) * side * side;
            double aspect = Math.exp(draws.around(-Math.log(NARROWEST)));
            int height = (int) Math.round(Math.sqrt(area * aspect));
            int width = (int) Math.round(Math.sqrt(area / aspect));
            if (height >= 1 && width >= 1 && height < side && width < side) {
                int top = draws.below(side - height + 1);
                int left = draws.below(side - width + 1);
                for (int channel = 0; channel < channels; channel++) {
                    for (int y = top; y < top + height; y++) {
                        int row = offset + (channel * side + y) * side;
                        for (int x = left; x < left + width; x++) {
                            image[row + x] = draws.below(256);
                        }
                    }
                }
                return;
            }
        }
    }
}
