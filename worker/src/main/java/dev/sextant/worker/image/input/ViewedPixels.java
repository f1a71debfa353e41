package dev.sextant.worker.image.input;

import dev.sextant.worker.image.augment.TestTimeAugmentation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One view of images for test-time augmentation, as network inputs.
 *
 * @param view number of the view, from 1, the unchanged images
 */
public record ViewedPixels(Pixels pixels, Preprocessing preprocessing, TestTimeAugmentation views, int view) {
    /** Returns inputs [files × channels × size × size]. */
    public INDArray batch(int[] files) {
        if (view == 1) {
            return preprocessing.apply(pixels, files);
        }
        int plane = pixels.size() * pixels.size();
        int width = pixels.channels() * plane;
        float[] inputs = new float[files.length * width];
        Preprocessing.SampleTransform transform = preprocessing.samples(pixels.channels());
        for (int i = 0; i < files.length; i++) {
            views.draw(view, pixels.planes()[files[i]], pixels.size(), pixels.channels(), inputs, i * width);
            transform.apply(inputs, i * width, plane);
        }
        return Nd4j.create(inputs, new long[] {files.length, pixels.channels(), pixels.size(), pixels.size()}, 'c');
    }
}
