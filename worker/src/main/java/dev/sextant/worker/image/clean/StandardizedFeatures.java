package dev.sextant.worker.image.clean;

/** Standardization of features over all images. */
final class StandardizedFeatures {
    /** Deviation below which a feature counts as constant. */
    private static final double CONSTANT = 1e-12;

    private StandardizedFeatures() {}

    /**
     * Returns features [n × d] with mean 0 and deviation {@code 1 / sqrt(d)} each, so that the squared length of an
     * image's features is 1 on average. Constant features become 0.
     *
     * @param values features [n × d]
     */
    static float[][] of(float[][] values) {
        int width = values[0].length;
        double[] mean = new double[width];
        double[] variance = new double[width];
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                mean[i] += row[i] / values.length;
            }
        }
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                variance[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / values.length;
            }
        }
        float[][] standardized = new float[values.length][width];
        for (int image = 0; image < values.length; image++) {
            for (int i = 0; i < width; i++) {
                double divisor = Math.sqrt(variance[i] * width);
                standardized[image][i] = divisor > CONSTANT ? (float) ((values[image][i] - mean[i]) / divisor) : 0;
            }
        }
        return standardized;
    }
}
