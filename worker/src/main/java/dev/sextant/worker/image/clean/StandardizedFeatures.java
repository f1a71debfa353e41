package dev.sextant.worker.image.clean;

/** Features of which each has mean 0 and deviation 1 over all images; those that never change are 0. */
final class StandardizedFeatures {
    private static final double NEVER = 1e-12;

    private StandardizedFeatures() {}

    /**
     * Divided by the root of their number, so that an image's squared length is 1 on average.
     *
     * @param values [n × d]
     */
    static float[][] of(float[][] values) {
        int width = values[0].length;
        double[] mean = new double[width];
        double[] square = new double[width];
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                mean[i] += row[i] / values.length;
            }
        }
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                square[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / values.length;
            }
        }
        float[][] standard = new float[values.length][width];
        for (int image = 0; image < values.length; image++) {
            for (int i = 0; i < width; i++) {
                double deviation = Math.sqrt(square[i] * width);
                standard[image][i] = deviation > NEVER ? (float) ((values[image][i] - mean[i]) / deviation) : 0;
            }
        }
        return standard;
    }
}
