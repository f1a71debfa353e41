package dev.sextant.coordinator.model;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.clean.ImageFeatures;
import dev.sextant.worker.image.clean.Review;
import dev.sextant.worker.image.train.ClassifierRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A review of training images: the images, and the network that computes their features.
 *
 * @param settings settings of the trainer image-classifier, with {@code data} and {@code backbone}
 * @param revision revision by which backbone and validation split are found
 */
public record ImageReview(Map<String, Object> settings, ClassifierRevision revision) {
    private static final String DATA = "data";
    private static final String BACKBONE = "backbone";

    /** Settings that belong to a backbone: the network and its input. */
    private static final Set<String> BACKBONE_SETTINGS = Set.of(BACKBONE, "image_size", "preprocessing", "channels");

    /** Settings that belong to the images of a study and do not apply to others. */
    private static final Set<String> IMAGE_SETTINGS = Set.of("extra_train", "exclude", "folds", "fold");

    /** Range of the highest class probability of an ambiguous image. */
    private static final double AMBIGUOUS_FROM = 0.5;

    private static final double AMBIGUOUS_TO = 0.6;

    /** Fixed, so that the same images give the same review. */
    private static final long SEED = 0;

    public ImageReview {
        settings = Map.copyOf(settings);
    }

    /** Reviews images with a network, both named as in a study file. */
    public static ImageReview of(String data, String backbone) {
        return new ImageReview(Map.of(DATA, data, BACKBONE, fileOrName(backbone)), ClassifierRevision.LATEST);
    }

    /**
     * Reviews the images of a study.
     *
     * @param data images to review instead of the study's
     * @param backbone network to use instead of the study's, or of the best trial's if the study searches it
     * @throws ModelException if the study has another trainer, or its backbone is searched and no trial has a value
     */
    public static ImageReview ofStudy(
            Database database, StudyRow study, Optional<String> data, Optional<String> backbone) {
        TrialModel.requireClassifiers(study);
        Map<String, Object> settings = new TreeMap<>(study.spec().trainer().settings());
        if (backbone.isPresent()) {
            settings.keySet().removeAll(BACKBONE_SETTINGS);
            settings.put(BACKBONE, fileOrName(backbone.get()));
        } else if (study.spec().space().find(BACKBONE).isPresent()) {
            Map<String, Object> best =
                    new TreeMap<>(TrialModel.leaders(database, study, 1).get(0).params());
            best.keySet().retainAll(BACKBONE_SETTINGS);
            settings.putAll(best);
        }
        if (data.isPresent()) {
            settings.keySet().removeAll(IMAGE_SETTINGS);
            settings.put(DATA, data.get());
        }
        return new ImageReview(
                settings, new ClassifierRevision(study.spec().trainer().revision()));
    }

    /** Returns the path of a file in the working folder; other networks as they are. */
    private static String fileOrName(String backbone) {
        Path file = Path.of(backbone);
        return Files.exists(file) ? file.toAbsolutePath().toString() : backbone;
    }

    /**
     * Returns the criteria of a review.
     *
     * @param wrongAbove probability of another class above which an image counts as mislabeled
     * @param similar least cosine similarity of near duplicates
     * @param folds number of cross-validation folds
     */
    public static Review.Rules rules(double wrongAbove, double similar, int folds) {
        return new Review.Rules(wrongAbove, AMBIGUOUS_FROM, AMBIGUOUS_TO, similar, folds, SEED);
    }

    /**
     * Computes the features of the images, or reads them from the cache.
     *
     * @param home Sextant's folder
     * @throws ModelException if images or network cannot be used
     */
    public ImageFeatures features(Path home) throws IOException, InterruptedException {
        NativeHelpers.allow();
        Path cache = OwnerOnly.createDirectories(home.resolve("cache"));
        try {
            return ImageFeatures.of(
                    settings, revision, cache, Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }
}
