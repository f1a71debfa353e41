package dev.sextant.worker.image.feature;

import dev.sextant.worker.image.augment.RandomStream;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingBatches;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Features of images and of augmented views of them. Training gets a view drawn at random for each image and epoch;
 * prediction gets the unchanged image. Immutable and safe for use by many threads.
 *
 * @param plain features of the unchanged images
 * @param views features of the views, at least one view
 * @param seed seed of the trial
 */
public record ViewedFeatures(Features plain, List<Features> views, long seed) implements FeatureExamples {
    public ViewedFeatures {
        views = List.copyOf(views);
    }

    @Override
    public List<SkippedImage> skipped() {
        return plain.skipped();
    }

    @Override
    public INDArray batch(int[] files) {
        return plain.batch(files);
    }

    @Override
    public int width() {
        return plain.width();
    }

    @Override
    public void copy(int file, float[] rows, int row) {
        plain.copy(file, rows, row);
    }

    @Override
    public void copyForTraining(int epoch, int file, float[] rows, int row) {
        int view = RandomStream.of(seed, epoch, file).nextInt(views.size());
        views.get(view).copy(file, rows, row);
    }

    @Override
    public TrainingBatches training(int epoch, int[][] batches, Targets targets) {
        return TrainingBatches.of(batches, targets, files -> {
            float[] inputs = new float[files.length * plain.width()];
            for (int i = 0; i < files.length; i++) {
                copyForTraining(epoch, files[i], inputs, i);
            }
            return plain.inputs(inputs, files.length);
        });
    }
}
