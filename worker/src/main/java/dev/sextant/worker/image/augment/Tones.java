package dev.sextant.worker.image.augment;

/**
 * Changes of samples that depend on their values alone, in place, with the results of Pillow's {@code ImageOps}. Samples
 * are numbers of 0 to 255. Stateless and safe for use by many threads.
 */
final class Tones {
    private static final int VALUES = 256;

    private Tones() {}

    /**
     * Keeps the highest bits of each sample.
     *
     * @param bits number of bits, 1 to 8
     */
    static void posterize(int bits, float[] samples, int offset, int n) {
        int mask = 0xff << (8 - bits);
        for (int i = offset; i < offset + n; i++) {
            samples[i] = value(samples[i]) & mask;
        }
    }

    /** Inverts the samples that are not below a threshold. */
    static void solarize(float threshold, float[] samples, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            if (samples[i] >= threshold) {
                samples[i] = 255 - samples[i];
            }
        }
    }

    /** Stretches the samples of a channel to the whole range. */
    static void autoContrast(float[] samples, int offset, int n) {
        float low = 255;
        float high = 0;
        for (int i = offset; i < offset + n; i++) {
            low = Math.min(low, samples[i]);
            high = Math.max(high, samples[i]);
        }
        if (low < high) {
            float factor = 255 / (high - low);
            for (int i = offset; i < offset + n; i++) {
                samples[i] = (samples[i] - low) * factor;
            }
        }
    }

    /** Spreads the samples of a channel so that each part of the range holds about as many. */
    static void equalize(float[] samples, int offset, int n) {
        int[] counts = new int[VALUES];
        int highest = 0;
        for (int i = offset; i < offset + n; i++) {
            int value = value(samples[i]);
            counts[value]++;
            highest = Math.max(highest, value);
        }
        int step = (n - counts[highest]) / (VALUES - 1);
        if (step == 0) {
            return;
        }
        float[] equalized = new float[VALUES];
        int below = step / 2;
        for (int value = 0; value < VALUES; value++) {
            equalized[value] = Math.min(VALUES - 1, below / step);
            below += counts[value];
        }
        for (int i = offset; i < offset + n; i++) {
            samples[i] = equalized[value(samples[i])];
        }
    }

    private static int value(float sample) {
        return Math.round(sample);
    }
}
