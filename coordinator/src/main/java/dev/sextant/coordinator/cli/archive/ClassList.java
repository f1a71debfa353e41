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
 * The classes to archive: what several JVMs wrote down by {@code -XX:DumpLoadedClassList}, in one list.
 *
 * <p>Java 17 asks for the class file of each archived class that it loads while somebody watches (Flight Recorder, an agent),
 * and crashes where it finds none under the class's plain name: so classes without one are left out.
 */
public final class ClassList {
    /** Marks classes for method handles that the archive alone has. */
    private static final String MADE_FOR_THE_ARCHIVE = "[SPECIES_RESOLVE]";

    private static final String LAMBDA = "@";
    private static final String OF_ONE_JAVA_ONLY = "META-INF/versions/";

    private ClassList() {}

    /** @param arguments the lists; what there is of them is written to the standard output */
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

    /** @param resources of the class path, by name */
    static boolean isSafe(String line, Function<String, Optional<URL>> resources) {
        if (line.contains(MADE_FOR_THE_ARCHIVE)) {
            return false;
        }
        if (line.startsWith(LAMBDA) || line.startsWith("#")) {
            return true;
        }
        return resources
                .apply(line.split(" ", 2)[0] + ".class")
                .filter(url -> !url.getPath().contains(OF_ONE_JAVA_ONLY))
                .isPresent();
    }
}
