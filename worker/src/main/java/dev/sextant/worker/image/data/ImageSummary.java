package dev.sextant.worker.image.data;

import dev.sextant.common.text.Plural;
import dev.sextant.common.trainer.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Contents of a study's data by its listing: classes, images, files that are left out, sizes of the sets. No image is
 * decoded, so damaged images still count.
 *
 * @param name name of the folder or CSV file
 * @param imagesOfClass number of images by class, without extra training images, in the order of the classes
 * @param leftOut number of files that are left out, by reason
 * @param split sizes of the sets
 * @param rule how the validation images are chosen; empty if the data has a validation part
 */
public record ImageSummary(
        String name, Map<String, Integer> imagesOfClass, Map<String, Integer> leftOut, Split split, String rule) {
    /** Ratio between the largest and the smallest class above which data counts as imbalanced. */
    private static final double IMBALANCED_ABOVE = 2;

    /** Copies the maps. */
    public ImageSummary {
        imagesOfClass = Collections.unmodifiableMap(new LinkedHashMap<>(imagesOfClass));
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
    }

    /** Numbers of images that train, validate and test. */
    public record Split(int training, int validation, int test) {}

    /**
     * Lists the images.
     *
     * @param settings settings of a study's trainer; absent ones have their defaults
     * @throws UnusableData if the data cannot be used
     */
    public static ImageSummary of(Map<String, ?> settings) throws UnusableData {
        return of(DataSettings.of(Settings.withDefaults(DataSettings.DECLARED, settings)));
    }

    private static ImageSummary of(DataSettings settings) throws UnusableData {
        ImageListing listing = new ImageListing(settings, false);
        ImageFolder folder = listing.list();
        List<SkippedImage> unusable = new ArrayList<>();
        Map<String, Integer> leftOut = new LinkedHashMap<>();
        count(leftOut, "excluded", listing.excluded());
        count(leftOut, "outside the class folders", listing.outsideClasses());
        count(leftOut, "of other kinds", listing.otherFiles());
        count(leftOut, "linked to images inside", listing.repeated());
        for (int file = 0; file < folder.files().size(); file++) {
            ImageFile image = folder.files().get(file);
            if (image.bytes() == 0) {
                unusable.add(new SkippedImage(file, image.path(), "is empty"));
            }
        }
        count(leftOut, "empty", unusable.size());
        ValidationSplit split = ValidationSplit.of(folder, unusable, settings, SplitNames.RELATIVE_PATHS);
        return new ImageSummary(
                new Path(folder.uri()).getName(),
                imagesOfClass(folder),
                leftOut,
                new Split(split.training().length, split.validation().length, split.test().length),
                folder.hasValidationPart() ? "" : rule(settings));
    }

    private static void count(Map<String, Integer> counts, String reason, int count) {
        if (count > 0) {
            counts.put(reason, count);
        }
    }

    private static Map<String, Integer> imagesOfClass(ImageFolder folder) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        folder.classes().forEach(name -> counts.put(name, 0));
        for (ImageFile file : folder.files()) {
            if (file.part() != DataSplit.EXTRA && file.bytes() > 0) {
                counts.merge(folder.classes().get(file.label()), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static String rule(DataSettings settings) {
        return settings.folds() > 0
                ? "fold " + settings.fold() + " of " + settings.folds()
                : String.format(Locale.ROOT, "%.3g", 100 * settings.validationShare())
                                .replaceFirst("\\.0*$", "") + " % of each class";
    }

    /** Returns the number of images, without extra training images. */
    public int images() {
        return imagesOfClass.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns whether the largest class has more than twice as many images as the smallest. */
    public boolean isImbalanced() {
        return imagesOf(largest()) > IMBALANCED_ABOVE * imagesOf(smallest());
    }

    private int imagesOf(String className) {
        return imagesOfClass.get(className);
    }

    private String smallest() {
        return Collections.min(imagesOfClass.keySet(), (one, other) -> imagesOf(one) - imagesOf(other));
    }

    private String largest() {
        return Collections.max(imagesOfClass.keySet(), (one, other) -> imagesOf(one) - imagesOf(other));
    }

    /** Describes the data in one to four lines. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s, %s (%s per class)"
                .formatted(
                        name,
                        imagesOfClass.size() == 1 ? "1 class" : imagesOfClass.size() + " classes",
                        Plural.count(images(), "image"),
                        imagesOf(smallest()) == imagesOf(largest())
                                ? imagesOf(smallest())
                                : imagesOf(smallest()) + " to " + imagesOf(largest())));
        if (isImbalanced()) {
            lines.add("imbalanced: %s of %s, %d of %s"
                    .formatted(
                            Plural.count(imagesOf(smallest()), "image"), smallest(), imagesOf(largest()), largest()));
        }
        int files = leftOut.values().stream().mapToInt(Integer::intValue).sum();
        if (files > 0) {
            List<String> reasons = new ArrayList<>();
            leftOut.forEach((reason, count) -> reasons.add(count + " " + reason));
            lines.add("%s left out: %s".formatted(Plural.count(files, "file"), String.join(", ", reasons)));
        }
        lines.add("training %d, validation %d%s%s"
                .formatted(
                        split.training(),
                        split.validation(),
                        rule.isEmpty() ? "" : " (" + rule + ")",
                        split.test() == 0 ? "" : ", test " + split.test()));
        return lines;
    }
}
