package dev.sextant.common.studyfile;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Makes the paths of a study file absolute: a relative path without a scheme starts in the file's folder. */
final class PathResolver {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    private final Path folder;

    PathResolver(Path file) {
        this.folder = file.toAbsolutePath().normalize().resolveSibling("");
    }

    String absolute(String path) {
        return SCHEME.matcher(path).matches()
                ? path
                : folder.resolve(path).normalize().toString();
    }
}
