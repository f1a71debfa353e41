package dev.sextant.worker.image;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images as inputs [n × channels × size × size]. */
record PixelExamples(Pixels pixels, Preprocessing preprocessing) implements Examples {
    @Override
    public List<SkippedImage> skipped() {
        return pixels.skipped();
    }

    @Override
    public INDArray batch(int[] files) {
        return preprocessing.apply(pixels, files);
    }
}
