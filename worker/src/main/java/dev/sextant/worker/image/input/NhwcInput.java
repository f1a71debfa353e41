package dev.sextant.worker.image.input;

import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.SkippedImage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images in channels-last order [n × size × size × channels], for networks from Keras. */
public record NhwcInput(Examples images) implements Examples {
    @Override
    public List<SkippedImage> skipped() {
        return images.skipped();
    }

    @Override
    public INDArray batch(int[] files) {
        try (INDArray inputs = images.batch(files)) {
            return channelsLast(inputs);
        }
    }

    @Override
    public Examples at(int epoch) throws TrainingFailure, InterruptedException {
        return new NhwcInput(images.at(epoch));
    }

    @Override
    public TrainingBatches training(int epoch, int[][] batches, Targets targets) {
        return images.training(epoch, batches, targets).mapInputs(NhwcInput::channelsLast);
    }

    private static INDArray channelsLast(INDArray inputs) {
        return inputs.permute(0, 2, 3, 1).dup('c');
    }
}
