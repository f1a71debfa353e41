package dev.sextant.worker.image.clean;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Features of which each has mean 0 and deviation 1 over all images; those that never change are 0. */
final class StandardFeatures {
    private StandardFeatures() {}

    /**
     * Divided by the root of their number, so that an image's squared length is 1 on average.
     *
     * @param values [n × d]
     */
    static INDArray of(float[][] values) {
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
        float[] standard = new float[values.length * width];
        int next = 0;
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                double deviation = Math.sqrt(square[i] * width);
                standard[next++] = deviation > 1e-12 ? (float) ((row[i] - mean[i]) / deviation) : 0;
            }
        }
        return Nd4j.create(standard, new long[] {values.length, width}, 'c');
    }
}
