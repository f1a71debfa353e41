package dev.sextant.worker.image.data;

import dev.sextant.common.space.Condition;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.read.Resize;
import java.util.List;
import java.util.Optional;

/**
 * Settings that select the images and those of them that validate. {@link #DECLARED} describes each.
 *
 * @param folds number of folds, at least 2; 0 for one split by {@code validationShare}
 * @param fold number of the fold that validates, from 1
 * @param maxPixels most pixels of an image; larger images are left out
 */
public record DataSettings(
        String data,
        Optional<String> extraTrain,
        Optional<String> exclude,
        double validationShare,
        long splitSeed,
        int folds,
        int fold,
        Resize resize,
        long maxPixels,
        double maxUnreadable) {

    /** Declarations of the settings, in the order of the reference. */
    public static final List<Setting> DECLARED = List.of(
            Setting.path("data")
                    .required()
                    .describedAs("images, at any path that Hadoop reads: a folder with one folder per class; a "
                            + "folder with such folders "
                            + "train, validation and test; or a CSV file with the columns path, "
                            + "label and optionally part"),
            Setting.path("extra_train")
                    .describedAs(
                            "more images, in one folder per class, that train and never validate, e.g. generated ones"),
            Setting.path("exclude")
                    .describedAs("list of images to leave out: one path per line, relative to data, or a CSV "
                            + "file with a column path"),
            Setting.number("validation_share")
                    .between(0.01, 0.9)
                    .byDefault(0.2)
                    .mattersWhen(Condition.is("folds", 0L))
                    .describedAs("share of each class's images that validates if data has no validation part"),
            Setting.integer("split_seed")
                    .atLeast(0)
                    .byDefault(0)
                    .describedAs("seed of the choice of validation images"),
            Setting.integer("folds")
                    .between(0, 100)
                    .byDefault(0)
                    .describedAs(
                            "number of cross-validation folds, of which one validates; 0: split by validation_share"),
            Setting.integer("fold")
                    .between(1, 100)
                    .byDefault(1)
                    .mattersWhen(Condition.atLeast("folds", 2))
                    .describedAs("number of the fold that validates, from 1"),
            Setting.choice("resize")
                    .oneOf(Resize.WORDS)
                    .byDefault(Resize.CROP.word())
                    .describedAs("method to make images square; crop: keep the middle; pad: keep all, with gray "
                            + "bars; stretch: keep all"
                            + ", distorted"),
            Setting.integer("max_megapixels")
                    .between(1, 1000)
                    .byDefault(40)
                    .describedAs("most million pixels of an image; larger ones are left out and logged"),
            Setting.number("max_unreadable")
                    .between(0, 1)
                    .byDefault(0.1)
                    .describedAs("highest share of unreadable files; above it, the data is refused"));

    /** Returns the values of the declared settings. */
    public static DataSettings of(Settings settings) {
        return new DataSettings(
                settings.text("data"),
                path(settings, "extra_train"),
                path(settings, "exclude"),
                settings.number("validation_share"),
                settings.integer("split_seed"),
                settings.integer("folds"),
                settings.integer("fold"),
                Resize.of(settings.text("resize")),
                settings.integer("max_megapixels") * 1_000_000L,
                settings.number("max_unreadable"));
    }

    /**
     * Checks the settings against each other, before any image is listed.
     *
     * @throws UnusableData if they contradict each other
     */
    void check() throws UnusableData {
        if (folds == 1) {
            throw new UnusableData("folds", "(1) must be 0, for a single split, or at least 2");
        }
        if (folds > 0 && fold > folds) {
            throw new UnusableData("fold", "(" + fold + ") must be at most folds (" + folds + "); folds count from 1");
        }
    }

    private static Optional<String> path(Settings settings, String name) {
        return settings.has(name) ? Optional.of(settings.text(name)) : Optional.empty();
    }
}
