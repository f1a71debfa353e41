package dev.sextant.coordinator.cli.archive;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Merges the class lists that several JVMs wrote with {@code -XX:DumpLoadedClassList}.
 *
 * <p>With Flight Recorder or an agent, Java 17 reads the class file of each archived class that it loads and crashes if there
 * is none under the name of the class. Such classes are left out.
 */
public final class ClassList {
    /** Marks method-handle classes that exist only in the archive. */
    private static final String GENERATED = "[SPECIES_RESOLVE]";

    private static final String LAMBDA = "@";
    private static final String MULTI_RELEASE = "META-INF/versions/";

    private ClassList() {}

    /**
     * Merges class lists and prints the result to standard output.
     *
     * @param arguments files of class lists; missing ones are skipped
     */
    public static void main(String[] arguments) throws IOException {
        ClassLoader classPath = ClassList.class.getClassLoader();
        Set<String> all = new LinkedHashSet<>();
        for (String file : arguments) {
            if (Files.exists(Path.of(file))) {
                all.addAll(Files.readAllLines(Path.of(file), StandardCharsets.UTF_8));
            }
        }
        all.removeIf(line -> !isSafe(line, name -> Optional.ofNullable(classPath.getResource(name))));
        System.out.print(String.join("\n", all) + "\n");
    }

    /**
     * Returns whether a line of a class list can be archived.
     *
     * @param resources finds a resource of the class path by name
     */
    static boolean isSafe(String line, Function<String, Optional<URL>> resources) {
        if (line.contains(GENERATED)) {
            return false;
        }
        if (line.startsWith(LAMBDA) || line.startsWith("#")) {
            return true;
        }
        return resources
                .apply(line.split(" ", 2)[0] + ".class")
                .filter(url -> !url.getPath().contains(MULTI_RELEASE))
                .isPresent();
    }
}
