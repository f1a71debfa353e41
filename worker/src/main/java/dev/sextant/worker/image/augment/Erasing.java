package dev.sextant.worker.image.augment;

/**
 * Overwrites a rectangle with noise (Zhong et al., Random erasing data augmentation, AAAI 2020, algorithm 1, with s_l =
 * 0.02, s_h = 0.33, r_1 = 0.3, r_2 = 1 / r_1).
 */
final class Erasing {
    private static final double MIN_AREA = 0.02;
    private static final double MAX_AREA = 0.33;
    private static final double MIN_ASPECT = 0.3;
    private static final int MAX_ATTEMPTS = 10;

    private Erasing() {}

    /** Erases a rectangle in place, unless none of the attempts fits the image. */
    static void apply(RandomStream random, float[] image, int offset, int channels, int side) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            double area = random.nextDouble(MIN_AREA, MAX_AREA) * side * side;
            double aspect = Math.exp(random.nextSymmetric(-Math.log(MIN_ASPECT)));
            int height = (int) Math.round(Math.sqrt(area * aspect));
            int width = (int) Math.round(Math.sqrt(area / aspect));
            if (height >= 1 && width >= 1 && height < side && width < side) {
                int top = random.nextInt(side - height + 1);
                int left = random.nextInt(side - width + 1);
                for (int channel = 0; channel < channels; channel++) {
                    for (int y = top; y < top + height; y++) {
                        int row = offset + (channel * side + y) * side;
                        for (int x = left; x < left + width; x++) {
                            image[row + x] = random.nextInt(256);
                        }
                    }
                }
                return;
            }
        }
    }
}
