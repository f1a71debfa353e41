package dev.sextant.worker.image.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Columns of a CSV file of images. A column that a study does not name has one of the names that are usual for it. Case does
 * not matter.
 *
 * @param path column of the images' paths
 * @param label column of their classes
 * @param part column of their parts
 */
public record LabelColumns(Optional<String> path, Optional<String> label, Optional<String> part) {
    /** The only name that a column of parts had once, so that older studies do not use others. */
    static final String FORMER_PART = "part";

    private static final List<String> PATHS = List.of(
            "path", "file", "filename", "file_name", "filepath", "file_path", "image", "image_path", "image_name");
    private static final List<String> LABELS = List.of("label", "class", "class_name", "category");
    private static final List<String> PARTS = List.of(FORMER_PART, "split", "subset", "set");

    /**
     * Returns the column of the paths.
     *
     * @param setting name of the setting that names the file
     * @param file path of the file, for messages
     * @throws UnusableData if the file has none
     */
    String path(List<String> header, String setting, String file) throws UnusableData {
        return required(path, PATHS, "path_column", header, setting, file);
    }

    /**
     * Returns the column of the classes.
     *
     * @throws UnusableData if the file has none
     */
    String label(List<String> header, String file) throws UnusableData {
        return required(label, LABELS, "label_column", header, "data", file);
    }

    /**
     * Returns the column of the parts; empty if the file has none.
     *
     * @throws UnusableData if the study names one that the file does not have
     */
    Optional<String> part(List<String> header, String file) throws UnusableData {
        Optional<String> found = find(part, PARTS, header);
        if (found.isEmpty() && part.isPresent() && !part.get().equals(FORMER_PART)) {
            throw missing(part.get(), "part_column", header, "data", file);
        }
        return found;
    }

    private static String required(
            Optional<String> named, List<String> usual, String setting, List<String> header, String where, String file)
            throws UnusableData {
        Optional<String> found = find(named, usual, header);
        if (found.isEmpty()) {
            throw missing(named.orElse(usual.get(0)), setting, header, where, file);
        }
        return found.get();
    }

    private static Optional<String> find(Optional<String> named, List<String> usual, List<String> header) {
        return named.map(List::of).orElse(usual).stream()
                .flatMap(name -> header.stream()
                        .filter(column -> column.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))))
                .findFirst();
    }

    private static UnusableData missing(String column, String setting, List<String> header, String where, String file) {
        return new UnusableData(
                where,
                "(" + file + ") has no column " + column + ", only "
                        + header.stream().filter(name -> !name.isEmpty()).toList()
                        + "; its first line must name the columns, separated by commas"
                        + (where.equals("data") ? ". Set " + setting + " to the one that is meant" : ""));
    }
}
