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
 * @param classFolders whether the folders in {@code data} are classes, whatever their names
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
        double maxUnreadable,
        boolean classFolders,
        LabelColumns columns) {

    private static final String PART_COLUMN = "part_column";
    private static final String AUTO = "auto";
    private static final String CLASSES = "classes";

    /** Declarations of the settings, in the order of the reference. */
    public static final List<Setting> DECLARED = List.of(
            Setting.path("data")
                    .required()
                    .describedAs("images, at any path that Hadoop reads: a folder with one folder per class; a "
                            + "folder with such folders "
                            + "train, validation and test; or a CSV file with the columns path, "
                            + "label and optionally part"),
            Setting.choice("layout")
                    .oneOf(AUTO, CLASSES)
                    .byDefault(AUTO)
                    .describedAs(
                            "what the folders in data are; classes: one class each; auto: parts if they have such names"
                                    + " and hold folders of the same classes, else classes"),
            Setting.text("path_column")
                    .describedAs("column of the CSV file with the path of each image; default: path, file, filename,"
                            + " file_name, filepath, image, image_path or image_name"),
            Setting.text("label_column")
                    .describedAs(
                            "column of the CSV file with the class of each image; default: label, class, class_name or"
                                    + " category"),
            Setting.text(PART_COLUMN)
                    .describedAs("column of the CSV file with the part of each image: train, validation, test or extra;"
                            + " default: part, split, subset or set, if there is one"),
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

    /** Returns the declarations with the defaults of studies that know a column of parts by one name only. */
    public static List<Setting> formerlyDeclared() {
        return DECLARED.stream()
                .map(setting -> setting.name().equals(PART_COLUMN)
                        ? Setting.text(PART_COLUMN)
                                .byDefault(LabelColumns.FORMER_PART)
                                .describedAs(setting.doc())
                        : setting)
                .toList();
    }

    /** Returns the values of the declared settings. */
    public static DataSettings of(Settings settings) {
        return new DataSettings(
                settings.text("data"),
                text(settings, "extra_train"),
                text(settings, "exclude"),
                settings.number("validation_share"),
                settings.integer("split_seed"),
                settings.integer("folds"),
                settings.integer("fold"),
                Resize.of(settings.text("resize")),
                settings.integer("max_megapixels") * 1_000_000L,
                settings.number("max_unreadable"),
                settings.text("layout").equals(CLASSES),
                new LabelColumns(
                        text(settings, "path_column"), text(settings, "label_column"), text(settings, PART_COLUMN)));
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

    private static Optional<String> text(Settings settings, String name) {
        return settings.has(name) ? Optional.of(settings.text(name)) : Optional.empty();
    }
}
