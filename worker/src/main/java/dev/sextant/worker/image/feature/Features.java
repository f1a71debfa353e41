package dev.sextant.worker.image.feature;

import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.input.Examples;
import java.util.Arrays;
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
public record Features(long[] shape, int[] rows, FeatureRows values, List<SkippedImage> skipped) implements Examples {

    @Override
    public INDArray batch(int[] files) {
        float[] inputs = new float[files.length * width()];
        for (int i = 0; i < files.length; i++) {
            copy(files[i], inputs, i);
        }
        return inputs(inputs, files.length);
    }

    /** Writes a file's row as the {@code place}-th of some. */
    public void copy(int file, float[] inputs, int place) {
        values.copy(rows[file], inputs, place * width());
    }

    /** Rows as inputs [n × shape]. */
    INDArray inputs(float[] values, int n) {
        long[] batch = new long[shape.length + 1];
        batch[0] = n;
        System.arraycopy(shape, 0, batch, 1, shape.length);
        return Nd4j.create(values, batch, 'c');
    }

    /** Values an image. */
    public int width() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
