package dev.sextant.worker.image.train;

import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.WorkEstimate;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.Multiplications;
import dev.sextant.worker.image.data.UnusableData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Multiplications per training image and epoch of classifiers on a backbone. A trained layer takes three passes: forward,
 * and backward to its inputs and to its weights. A head on kept features counts as one layer. Not known without a
 * backbone. Used by one thread.
 */
public final class ClassifierWork implements WorkEstimate {
    private static final int PASSES = 3;
    /** Features of common networks, for the size of a head's first layer. */
    private static final double FEATURES = 1000;

    private final Map<List<Object>, Optional<Multiplications>> known = new HashMap<>();

    @Override
    public OptionalDouble perEpoch(Settings settings) {
        Optional<String> path =
                settings.has("backbone") ? ClassifierSettings.backbone(settings.text("backbone")) : Optional.empty();
        if (path.isEmpty()) {
            return OptionalDouble.empty();
        }
        double head = PASSES * FEATURES * settings.integer("hidden_size");
        if (!settings.flag("fine_tuning")) {
            return OptionalDouble.of(head);
        }
        return multiplications(path.get(), settings)
                .map(backbone -> OptionalDouble.of(
                        head + PASSES * backbone.trained() + (repeatsImages(settings) ? 0 : backbone.frozen())))
                .orElse(OptionalDouble.empty());
    }

    /** Returns whether activations of the frozen part are kept from epoch to epoch. */
    private static boolean repeatsImages(Settings settings) {
        return AugmentationSettings.of(settings, 0).repeats();
    }

    private Optional<Multiplications> multiplications(String path, Settings settings) {
        Object size = settings.has("image_size") ? settings.integer("image_size") : "its own";
        String from = settings.text("retrain_from");
        return known.computeIfAbsent(List.of(path, size, from), key -> count(path, settings, from));
    }

    /** Returns nothing of a backbone that cannot be read: its trials say why. */
    private static Optional<Multiplications> count(String path, Settings settings, String from) {
        try {
            Backbone backbone = Backbone.read(path);
            int size = settings.has("image_size")
                    ? settings.integer("image_size")
                    : backbone.imageSize().orElseThrow();
            return Optional.of(backbone.multiplications(size, FineTuningSettings.from(from)));
        } catch (UnusableData | TrainingFailure | RuntimeException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
