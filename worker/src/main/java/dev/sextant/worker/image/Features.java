package dev.sextant.worker.image;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a frozen network makes of images, as inputs [n × shape]: rows of a file that is mapped into memory, so that they take
 * none of the heap and are shared by all processes of the host.
 *
 * @param shape of one image's values
 * @param rows position of a file's row among all rows, by index of the file; -1 for a skipped one
 * @param segments the rows, each segment but the last holding {@code rowsInSegment}
 * @param skipped files without features, by index
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, compared by nobody
record Features(long[] shape, int[] rows, int rowsInSegment, List<FloatBuffer> segments, List<SkippedImage> skipped)
        implements Examples {

    @Override
    public INDArray batch(int[] files) {
        float[] inputs = new float[files.length * width()];
        for (int i = 0; i < files.length; i++) {
            copy(files[i], inputs, i);
        }
        return inputs(inputs, files.length);
    }

    /** Writes a file's row as the {@code place}-th of some. */
    void copy(int file, float[] inputs, int place) {
        int width = width();
        int row = rows[file];
        segments.get(row / rowsInSegment).get(row % rowsInSegment * width, inputs, place * width, width);
    }

    /** Rows as inputs [n × shape]. */
    INDArray inputs(float[] values, int n) {
        long[] batch = new long[shape.length + 1];
        batch[0] = n;
        System.arraycopy(shape, 0, batch, 1, shape.length);
        return Nd4j.create(values, batch, 'c');
    }

    /** Values an image. */
    int width() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
