package dev.sextant.worker.image.input;

import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Unchanged images as inputs [n × channels × size × size]. */
public record PixelExamples(Pixels pixels, Preprocessing preprocessing) implements Examples {
    @Override
    public List<SkippedImage> skipped() {
        return pixels.skipped();
    }

    @Override
    public INDArray batch(int[] files) {
        return preprocessing.apply(pixels, files);
    }
}
