package dev.sextant.coordinator.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Local files to classify.
 *
 * @param root a folder or a single file
 * @param files all files below the folder except hidden ones, ordered by {@link #id}; or the single file
 */
public record ImagePaths(Path root, List<Path> files) {
    public ImagePaths {
        files = List.copyOf(files);
    }

    /**
     * Lists the files.
     *
     * @param root an existing folder or file
     */
    public static ImagePaths below(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return new ImagePaths(
                    root,
                    found.filter(Files::isRegularFile)
                            .filter(path -> path.equals(root) || !isHidden(root.relativize(path)))
                            .sorted(Comparator.comparing(path -> id(root, path)))
                            .toList());
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** Returns the path of a file relative to the root, with slashes; the name of the file if it is the root. */
    public String id(Path path) {
        return id(root, path);
    }

    /** Returns the {@link #id} of a file without the extension of its name. */
    public String idWithoutExtension(Path path) {
        return id(path).replaceFirst("(?<=[^/])\\.[^./]*$", "");
    }

    private static String id(Path root, Path path) {
        return path.equals(root)
                ? path.getFileName().toString()
                : root.relativize(path).toString().replace('\\', '/');
    }
}
