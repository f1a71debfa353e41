package dev.sextant.worker.image.train;

import dev.sextant.worker.image.data.UnusableData;
import java.util.Map;

/** Conditions of an epoch that its schedules decide, reported beside its metrics. */
final class EpochConditions {
    private EpochConditions() {}

    /**
     * Returns {@code learning_rate}, the rate in the middle of the epoch, and {@code image_size}, the side of the images
     * in pixels.
     */
    static Map<String, Double> of(TrialData data, ActivePhase phase, int epoch) {
        return Map.of("learning_rate", phase.rate(epoch - 0.5), "image_size", (double) imageSize(data, phase, epoch));
    }

    private static int imageSize(TrialData data, ActivePhase phase, int epoch) {
        try {
            // Features of a frozen backbone are computed of images in their full size.
            return phase.phase().kind() == TrainingPhase.Kind.HEAD
                    ? data.sizes().full()
                    : data.sizes().from(phase.phase().firstEpoch()).size(epoch);
        } catch (UnusableData e) {
            throw new IllegalStateException("The sizes were valid when the phase began", e);
        }
    }
}
