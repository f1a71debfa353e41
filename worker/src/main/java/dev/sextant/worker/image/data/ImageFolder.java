package dev.sextant.worker.image.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The images of a study as they were listed: their classes and files, in an order that every process sees.
 *
 * @param uri the address of the folder or the CSV file, with scheme
 * @param classes names, sorted; a label is an index here
 * @param files of all classes
 * @param fingerprint SHA-256 of the address and every file's name, length and time stamp
 */
public record ImageFolder(String uri, List<String> classes, List<ImageFile> files, String fingerprint) {
    private static final int NAMED = 5;

    public ImageFolder {
        classes = List.copyOf(classes);
        files = List.copyOf(files);
    }

    /**
     * Lists the images.
     *
     * @throws UnusableData when something is not there, contradicts itself, or a class is too small to be learned and asked
     */
    public static ImageFolder list(DataSettings settings) throws UnusableData {
        return new ImageListing(settings).list();
    }

    /** The content of one file. */
    public static byte[] read(Configuration configuration, ImageFile file) throws IOException {
        Path path = new Path(file.address());
        try (var in = path.getFileSystem(configuration).open(path)) {
            return in.readAllBytes();
        }
    }

    /** Whether the data itself says which images validate. */
    boolean saysWhoValidates() {
        return files.stream().anyMatch(file -> file.part() == DataSplit.VALIDATION);
    }

    /**
     * Refuses data of which a class has too few images to train, or, where some of them are to validate, to do both.
     *
     * @param skipped indices of files that do not count
     * @param why something more to say at the end
     */
    void checkClasses(Set<Integer> skipped, String why) throws UnusableData {
        boolean divided = saysWhoValidates();
        int[] learnable = new int[classes.size()];
        int validating = 0;
        for (int file = 0; file < files.size(); file++) {
            DataSplit part = files.get(file).part();
            if (skipped.contains(file)) {
                continue;
            }
            if (part == DataSplit.ANY || part == DataSplit.TRAINING) {
                learnable[files.get(file).label()]++;
            }
            validating += part == DataSplit.VALIDATION ? 1 : 0;
        }
        List<String> tooSmall = new ArrayList<>();
        for (int label = 0; label < learnable.length; label++) {
            if (learnable[label] < (divided ? 1 : 2)) {
                tooSmall.add(classes.get(label));
            }
        }
        if (!tooSmall.isEmpty()) {
            throw new UnusableData("data", (divided ? none(tooSmall) : tooFew(tooSmall)) + why);
        }
        if (divided && validating == 0) {
            throw new UnusableData("data", "(" + uri + ") has no readable image in its validation part" + why);
        }
    }

    private String tooFew(List<String> tooSmall) {
        return "(" + uri + ") has fewer than two readable images in class " + named(tooSmall)
                + "; a class needs at least two, one to train and one to validate: add images or remove the folder";
    }

    private String none(List<String> tooSmall) {
        return "(" + uri + ") has no readable image to train on in class " + named(tooSmall)
                + "; add images or remove the class from all parts";
    }

    /** The first few of many. */
    public static String named(List<String> names) {
        return names.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
