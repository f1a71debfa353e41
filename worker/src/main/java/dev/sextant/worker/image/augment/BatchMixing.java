package dev.sextant.worker.image.augment;

/**
 * Mixes the images of a batch and their labels: mixup (Zhang et al., mixup: beyond empirical risk minimization, ICLR 2018,
 * equation 1) or CutMix (Yun et al., CutMix, ICCV 2019, equations 1 and 2). The i-th image meets the i-th from the end; who
 * meets whom is as random as the order of the batch. Immutable and safe for use by many threads.
 *
 * @param mixup parameter α of the Beta distribution of the mixing ratio; 0: never
 * @param cutmix the same; with both, each serves about every other batch
 */
public record BatchMixing(double mixup, double cutmix) {

    /** Whether it leaves every batch as it is. */
    public boolean isIdle() {
        return mixup == 0 && cutmix == 0;
    }

    /**
     * Mixes in place.
     *
     * @param draws of this batch
     * @param inputs [n × channels × side × side]
     * @param labels [n × classes]
     */
    public void mix(RandomStream draws, float[] inputs, int n, int channels, int side, float[] labels, int classes) {
        if (isIdle()) {
            return;
        }
        boolean cut = draws.chance(mixup == 0 ? 1 : cutmix == 0 ? 0 : 0.5);
        double kept = draws.beta(cut ? cutmix : mixup);
        int image = channels * side * side;
        if (cut) {
            Box box = Box.draw(draws, 1 - kept, side);
            for (int i = 0; i < n / 2; i++) {
                box.swap(inputs, i * image, (n - 1 - i) * image, channels, side);
            }
            blend(labels, n, classes, (float) (1 - box.share(side)));
        } else {
            blend(inputs, n, image, (float) kept);
            blend(labels, n, classes, (float) kept);
        }
    }

    private static void blend(float[] rows, int n, int width, float kept) {
        for (int i = 0; i < n / 2; i++) {
            int first = i * width;
            int second = (n - 1 - i) * width;
            for (int k = 0; k < width; k++) {
                float a = rows[first + k];
                float b = rows[second + k];
                rows[first + k] = kept * a + (1 - kept) * b;
                rows[second + k] = kept * b + (1 - kept) * a;
            }
        }
    }

    /** A rectangle; to the right of {@code left} and below {@code top}. */
    private record Box(int left, int top, int right, int bottom) {
        /** Of a share of the area around a random pixel, cut off at the edges. */
        static Box draw(RandomStream draws, double share, int side) {
            int half = (int) Math.round(side * Math.sqrt(share) / 2);
            int x = draws.below(side);
            int y = draws.below(side);
            return new Box(
                    Math.max(0, x - half), Math.max(0, y - half), Math.min(side, x + half), Math.min(side, y + half));
        }

        double share(int side) {
            return (double) (right - left) * (bottom - top) / side / side;
        }

        void swap(float[] inputs, int first, int second, int channels, int side) {
            for (int row = 0; row < channels * side; row++) {
                if (row % side >= top && row % side < bottom) {
                    for (int x = left; x < right; x++) {
                        float value = inputs[first + row * side + x];
                        inputs[first + row * side + x] = inputs[second + row * side + x];
                        inputs[second + row * side + x] = value;
                    }
                }
            }
        }
    }
}
