package dev.sextant.worker.image.augment;

/**
 * Mixes the images of a batch and their labels: mixup (Zhang et al., mixup: beyond empirical risk minimization, ICLR
 * 2018, equation 1) or CutMix (Yun et al., CutMix, ICCV 2019, equations 1 and 2). The i-th image is paired with the
 * i-th from the end; pairs are random since the order of the batch is. Immutable and safe for use by many threads.
 *
 * @param mixup parameter α of the Beta distribution of the mixup ratio; 0 for no mixup
 * @param cutmix parameter α for CutMix; 0 for no CutMix. With both, each applies to about half of the batches
 */
public record BatchMixing(double mixup, double cutmix) {

    /** Returns whether it leaves every batch unchanged. */
    public boolean isIdle() {
        return mixup == 0 && cutmix == 0;
    }

    /**
     * Mixes a batch in place.
     *
     * @param random stream of the batch
     * @param inputs [n × channels × side × side]
     * @param n images in the batch
     * @param labels [n × classes]
     */
    public void mix(RandomStream random, float[] inputs, int n, int channels, int side, float[] labels, int classes) {
        if (isIdle()) {
            return;
        }
        boolean cuts = random.nextBoolean(mixup == 0 ? 1 : cutmix == 0 ? 0 : 0.5);
        double lambda = random.nextBeta(cuts ? cutmix : mixup);
        int image = channels * side * side;
        if (cuts) {
            Box box = Box.draw(random, 1 - lambda, side);
            for (int i = 0; i < n / 2; i++) {
                box.swap(inputs, i * image, (n - 1 - i) * image, channels, side);
            }
            blend(labels, n, classes, (float) (1 - box.share(side)));
        } else {
            blend(inputs, n, image, (float) lambda);
            blend(labels, n, classes, (float) lambda);
        }
    }

    /** Replaces paired rows a and b by lambda a + (1 - lambda) b, and the reverse. */
    private static void blend(float[] rows, int n, int width, float lambda) {
        for (int i = 0; i < n / 2; i++) {
            int first = i * width;
            int second = (n - 1 - i) * width;
            for (int k = 0; k < width; k++) {
                float a = rows[first + k];
                float b = rows[second + k];
                rows[first + k] = lambda * a + (1 - lambda) * b;
                rows[second + k] = lambda * b + (1 - lambda) * a;
            }
        }
    }

    /** A rectangle; {@code right} and {@code bottom} are exclusive. */
    private record Box(int left, int top, int right, int bottom) {
        /** Draws a square with a share of the area of the image around a random pixel, clipped at the edges. */
        static Box draw(RandomStream random, double share, int side) {
            int half = (int) Math.round(side * Math.sqrt(share) / 2);
            int x = random.nextInt(side);
            int y = random.nextInt(side);
            return new Box(
                    Math.max(0, x - half), Math.max(0, y - half), Math.min(side, x + half), Math.min(side, y + half));
        }

        /** Returns the area as a share of that of the image. */
        double share(int side) {
            return (double) (right - left) * (bottom - top) / side / side;
        }

        /** Exchanges the rectangle between two images. */
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
