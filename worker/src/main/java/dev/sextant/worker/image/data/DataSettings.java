package dev.sextant.worker.image.data;

import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.read.Resize;
import java.util.List;
import java.util.Optional;

/**
 * Which images there are and which of them validate. {@link #DECLARED} says what each setting means.
 *
 * @param folds 0: one split, by {@code validationShare}
 * @param fold from 1
 * @param maxPixels larger images are left out
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

    public static final List<Setting> DECLARED = List.of(
            Setting.path("data")
                    .required()
                    .describedAs(
                            "the images, at any path Hadoop reads: a folder that holds one folder a class, or folders train, "
                                    + "validation and test that do, or a CSV file with the columns path, label and perhaps part"),
            Setting.path("extra_train")
                    .describedAs(
                            "more images in one folder a class, e.g. generated ones, that train and never validate"),
            Setting.path("exclude")
                    .describedAs(
                            "list of images to leave out: a path a line, relative to data, or a CSV file with the column path"),
            Setting.number("validation_share")
                    .between(0.01, 0.9)
                    .byDefault(0.2)
                    .describedAs("share of each class's images that validates, when data has no validation part"),
            Setting.integer("split_seed")
                    .atLeast(0)
                    .byDefault(0)
                    .describedAs("another number gives another choice of validation images"),
            Setting.integer("folds")
                    .between(0, 100)
                    .byDefault(0)
                    .describedAs(
                            "cuts each class into so many parts of the same size, of which one validates; 0: by validation_share"),
            Setting.integer("fold").between(1, 100).byDefault(1).describedAs("which of the folds validates, from 1"),
            Setting.choice("resize")
                    .oneOf(Resize.WORDS)
                    .byDefault(Resize.CROP.word())
                    .describedAs(
                            "how an image becomes square; crop: its middle; pad: all of it between grey bars; stretch: all of it"
                                    + ", out of shape"),
            Setting.integer("max_megapixels")
                    .between(1, 1000)
                    .byDefault(40)
                    .describedAs("images with more million pixels are left out, named in the log"),
            Setting.number("max_unreadable")
                    .between(0, 1)
                    .byDefault(0.1)
                    .describedAs("share of unreadable files above which the data counts as broken"));

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

    /** What contradicts itself, before anything is listed. */
    void check() throws UnusableData {
        if (folds == 1) {
            throw new UnusableData("folds", "(1) must be 0, for one split, or at least 2");
        }
        if (folds > 0 && fold > folds) {
            throw new UnusableData(
                    "fold", "(" + fold + ") must not be larger than folds (" + folds + "); folds count from 1");
        }
    }

    private static Optional<String> path(Settings settings, String name) {
        return settings.has(name) ? Optional.of(settings.text(name)) : Optional.empty();
    }
}
