package dev.sextant.worker.image.train;

import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.input.Targets;
import java.util.Arrays;

/**
 * Target probabilities with label smoothing (Szegedy et al., arXiv:1512.00567, section 7): {@code 1 - smoothing} for
 * the class of the image, and {@code smoothing} divided equally among all classes.
 *
 * @param smoothing 0 to below 1
 */
record SmoothedLabels(ImageFolder folder, double smoothing) implements Targets {
    @Override
    public float[] of(int[] files) {
        int classes = classes();
        float[] rows = new float[files.length * classes];
        Arrays.fill(rows, (float) (smoothing / classes));
        for (int i = 0; i < files.length; i++) {
            int label = folder.files().get(files[i]).label();
            rows[i * classes + label] = (float) (1 - smoothing + smoothing / classes);
        }
        return rows;
    }

    @Override
    public int classes() {
        return folder.classes().size();
    }
}
