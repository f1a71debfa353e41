package dev.sextant.worker.image.data;

import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.read.ImageContent;
import dev.sextant.worker.image.read.UnreadableImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Images of a study as they were listed: their classes and files, in the same order in every process.
 *
 * @param uri URI of the folder or the CSV file
 * @param classes names of the classes, sorted; a label is an index here
 * @param files files of all classes
 * @param fingerprint SHA-256 of the URI and of each file's name, length and time of change
 */
public record ImageFolder(String uri, List<String> classes, List<ImageFile> files, String fingerprint) {
    private static final int MAX_NAMED = 5;

    /** Copies the lists. */
    public ImageFolder {
        classes = List.copyOf(classes);
        files = List.copyOf(files);
    }

    /**
     * Lists the images.
     *
     * @throws UnusableData if a path does not exist, settings contradict the data, or a class has too few images to
     *     train and to validate
     */
    public static ImageFolder list(DataSettings settings) throws UnusableData {
        return new ImageListing(settings, false).list();
    }

    /**
     * Lists the images of a new study. Refuses folders of which nobody can tell whether they are parts or classes, too.
     *
     * @throws UnusableData as for {@link #list}
     */
    public static ImageFolder listNew(DataSettings settings) throws UnusableData {
        return new ImageListing(settings, true).list();
    }

    /**
     * Returns the content of a file.
     *
     * @throws UnreadableImage if it is longer than an image may be
     */
    public static byte[] read(Configuration configuration, ImageFile file) throws IOException, UnreadableImage {
        Path path = new Path(file.address());
        try (var in = HadoopFiles.of(path, configuration).open(path)) {
            return ImageContent.bytes(in);
        }
    }

    /** Tells whether the data has a validation part. */
    boolean hasValidationPart() {
        return files.stream().anyMatch(file -> file.part() == DataSplit.VALIDATION);
    }

    /**
     * Checks that each class has an image to train on and, unless the data has a validation part, another one to
     * validate.
     *
     * @param skipped indices of files that do not count
     * @param suffix text for the end of a message
     * @throws UnusableData if a class has too few images
     */
    void checkClasses(Set<Integer> skipped, String suffix) throws UnusableData {
        boolean divided = hasValidationPart();
        int[] trainable = new int[classes.size()];
        int validating = 0;
        for (int file = 0; file < files.size(); file++) {
            DataSplit part = files.get(file).part();
            if (skipped.contains(file)) {
                continue;
            }
            if (part == DataSplit.ANY || part == DataSplit.TRAINING) {
                trainable[files.get(file).label()]++;
            }
            validating += part == DataSplit.VALIDATION ? 1 : 0;
        }
        List<String> tooSmall = new ArrayList<>();
        for (int label = 0; label < trainable.length; label++) {
            if (trainable[label] < (divided ? 1 : 2)) {
                tooSmall.add(classes.get(label));
            }
        }
        if (!tooSmall.isEmpty()) {
            throw new UnusableData("data", (divided ? noTrainingImage(tooSmall) : tooFewImages(tooSmall)) + suffix);
        }
        if (divided && validating == 0) {
            throw new UnusableData("data", "(" + uri + ") has no readable image in its validation part" + suffix);
        }
    }

    private String tooFewImages(List<String> tooSmall) {
        return "(" + uri + ") has fewer than two readable images in class " + abbreviated(tooSmall)
                + "; a class needs at least two, one to train and one to validate: add images or remove the folder";
    }

    private String noTrainingImage(List<String> tooSmall) {
        return "(" + uri + ") has no readable image to train on in class " + abbreviated(tooSmall)
                + "; add images or remove the class from all parts";
    }

    /** Joins names with commas; after the first five, only the number of the others is given. */
    public static String abbreviated(List<String> names) {
        return names.stream().limit(MAX_NAMED).collect(Collectors.joining(", "))
                + (names.size() > MAX_NAMED ? " and " + (names.size() - MAX_NAMED) + " more" : "");
    }
}
