package dev.sextant.worker.image.feature;

import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a frozen network makes of images, as inputs [n × shape].
 *
 * @param shape of one image's values
 * @param rows position of a file's row among all rows, by index of the file; -1 for a skipped one
 * @param values of the rows
 * @param skipped files without features, by index
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, compared by nobody
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
    public void copy(int file, float[] target, int place) {
        values.copy(rows[file], target, place * width());
    }

    @Override
    public void copyForTraining(int epoch, int file, float[] target, int place) {
        copy(file, target, place);
    }

    /** Rows as inputs [n × shape]. */
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
