package dev.sextant.coordinator.starter;

import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.data.ImageSides;
import dev.sextant.worker.image.data.ImageSummary;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Images that a study can be made for.
 *
 * @param data the folder or CSV file
 * @param summary classes and numbers of images
 * @param sides sizes of a sample of the images
 * @param validationShare share of each class that validates; 0 if the data has a validation part
 */
public record FoundImages(Path data, ImageSummary summary, ImageSides sides, double validationShare) {
    private static final int SAMPLE = 64;

    /**
     * Below this number of validation images, a larger share of the images validates: by fewer, trials cannot be told
     * apart.
     */
    private static final int FEW_VALIDATION_IMAGES = 150;

    private static final double USUAL_SHARE = 0.2;
    private static final double LARGER_SHARE = 0.3;

    /**
     * Looks at a folder of images, or at a CSV file that lists them.
     *
     * @throws IllegalArgumentException if it cannot be used, with what is wrong and what to do
     */
    public static FoundImages in(Path data) throws IOException {
        if (!Files.exists(data)) {
            throw new IllegalArgumentException(
                    "DIR (" + data + ") does not exist. Give a folder with one folder of images per class.");
        }
        Path absolute = data.toAbsolutePath().normalize();
        try {
            ImageSummary usual = ImageSummary.of(settings(absolute, USUAL_SHARE));
            ImageSides sides = ImageSides.of(settings(absolute, USUAL_SHARE), SAMPLE);
            if (sides.lengths().isEmpty()) {
                throw new IllegalArgumentException("DIR (" + data + ") has no readable image among "
                        + TextFormat.count(sides.sampled(), "file") + ", e.g. "
                        + sides.unreadable().get(0) + ". Give a folder of photographs.");
            }
            if (usual.rule().isEmpty()) {
                return new FoundImages(absolute, usual, sides, 0);
            }
            return usual.split().validation() >= FEW_VALIDATION_IMAGES
                    ? new FoundImages(absolute, usual, sides, USUAL_SHARE)
                    : new FoundImages(absolute, ImageSummary.of(settings(absolute, LARGER_SHARE)), sides, LARGER_SHARE);
        } catch (UnusableData e) {
            throw new IllegalArgumentException("DIR " + e.getMessage() + hint(data), e);
        }
    }

    private static Map<String, Object> settings(Path data, double validationShare) {
        return Map.of("data", data.toString(), "validation_share", validationShare);
    }

    /** Returns what to do about a folder whose images are not in one folder per class; may be empty. */
    private static String hint(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return "";
        }
        List<Path> folders = new ArrayList<>();
        int files = 0;
        try (Stream<Path> entries = Files.list(data)) {
            for (Path entry : entries.sorted().toList()) {
                if (Files.isDirectory(entry)) {
                    folders.add(entry);
                } else {
                    files++;
                }
            }
        }
        if (folders.size() == 1 && folders(folders.get(0)) > 1) {
            return ". Did you mean " + folders.get(0) + "?";
        }
        return folders.isEmpty() && files > 0
                ? ". Move its " + TextFormat.count(files, "file") + " into one folder per class, e.g. "
                        + data.resolve("cat") + " and " + data.resolve("dog")
                        + ", or list them in a CSV file with the columns path and label."
                : "";
    }

    private static long folders(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).count();
        }
    }

    /** Describes what was found. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(summary.lines());
        lines.add("shorter side: %d pixels (median of %s)"
                .formatted(sides.median(), TextFormat.count(sides.lengths().size(), "image")));
        if (!sides.unreadable().isEmpty()) {
            lines.add("%d of %d files looked at cannot be read, e.g. %s"
                    .formatted(
                            sides.unreadable().size(),
                            sides.sampled(),
                            sides.unreadable().get(0)));
        }
        return lines;
    }
}
