package dev.sextant.common.studyfile;

import dev.sextant.common.trainer.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Makes the paths of a study file absolute: a relative path without a scheme starts in the file's folder. Names, which
 * some settings take instead of a path, stay as they are.
 */
final class PathResolver {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    private final Path folder;

    PathResolver(Path file) {
        this.folder = file.toAbsolutePath().normalize().resolveSibling("");
    }

    /** Returns the absolute path of a setting's value, or the value itself if it is a name. */
    String resolve(Setting setting, String value) {
        boolean name = setting.takesNames() && !value.contains("/") && !Files.exists(folder.resolve(value));
        return name ? value : absolute(value);
    }

    String absolute(String path) {
        return SCHEME.matcher(path).matches()
                ? path
                : folder.resolve(path).normalize().toString();
    }
}
