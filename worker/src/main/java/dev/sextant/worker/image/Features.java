package dev.sextant.worker.image;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The outputs of a frozen backbone as inputs [n × width].
 *
 * @param width features an image
 * @param rows by index of the file; null for a skipped one
 * @param skipped files without features, by index
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, compared by nobody
record Features(int width, float[][] rows, List<SkippedImage> skipped) implements Examples {
    @Override
    public INDArray batch(int[] files) {
        float[] inputs = new float[files.length * width];
        for (int i = 0; i < files.length; i++) {
            System.arraycopy(rows[files[i]], 0, inputs, i * width, width);
        }
        return Nd4j.create(inputs, new long[] {files.length, width}, 'c');
    }

    long bytes() {
        return 4L * width * rows.length;
    }
}
