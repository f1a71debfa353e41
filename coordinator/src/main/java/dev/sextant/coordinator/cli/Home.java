package dev.sextant.coordinator.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Sextant's own folder on this machine: {@code SEXTANT_HOME}, or {@code .sextant} in the user's home. It need not exist
 * yet.
 */
public record Home(Path folder) {
    /** The environment variable that moves it. */
    public static final String VARIABLE = "SEXTANT_HOME";

    /** The folder that this environment names. */
    public static Home in(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return new Home(
                named.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".sextant")
                        : Path.of(named).toAbsolutePath());
    }

    /** Where the embedded PostgreSQL keeps its data. */
    public Path postgres() {
        return folder.resolve("postgres");
    }
}
