package dev.sextant.worker.image.feature;

import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Features of images, as inputs [n × shape]. Immutable and safe for use by many threads.
 *
 * @param shape shape of the features of one image
 * @param rows index of the row of each file; -1 for a skipped file
 * @param values the rows
 * @param skipped files without features, by index
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, never compared
public record Features(long[] shape, int[] rows, FeatureRows values, List<SkippedImage> skipped)
        implements FeatureExamples {

    @Override
    public INDArray batch(int[] files) {
        float[] inputs = new float[files.length * width()];
        for (int i = 0; i < files.length; i++) {
            copy(files[i], inputs, i);
        }
        return inputs(inputs, files.length);
    }

    @Override
    public void copy(int file, float[] target, int row) {
        values.copy(rows[file], target, row * width());
    }

    @Override
    public void copyForTraining(int epoch, int file, float[] target, int row) {
        copy(file, target, row);
    }

    /** Returns rows as inputs [n × shape]. */
    INDArray inputs(float[] values, int n) {
        long[] batch = new long[shape.length + 1];
        batch[0] = n;
        System.arraycopy(shape, 0, batch, 1, shape.length);
        return Nd4j.create(values, batch, 'c');
    }

    @Override
    public int width() {
        long width = 1;
        for (long side : shape) {
            width *= side;
        }
        return Math.toIntExact(width);
    }
}
