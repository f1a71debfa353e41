package dev.sextant.worker.image;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images [n × channels × size × size] as [n × size × size × channels], for networks from Keras. */
record ChannelsLast(Examples images) implements Examples {
    @Override
    public List<SkippedImage> skipped() {
        return images.skipped();
    }

    @Override
    public INDArray batch(int[] files) {
        try (INDArray inputs = images.batch(files)) {
            return inputs.permute(0, 2, 3, 1).dup('c');
        }
    }
}
