package dev.sextant.coordinator.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Sextant's own folder on this machine: {@code SEXTANT_HOME}, or {@code .sextant} in {@code HOME}, or in the user's home
 * where that is not set: the launcher goes by the same. It need not exist yet.
 */
public record Home(Path folder) {
    /** The environment variable that moves it. */
    public static final String VARIABLE = "SEXTANT_HOME";

    /** The folder that this environment names. */
    public static Home in(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return new Home(Path.of(named).toAbsolutePath());
        }
        String users = environment.getOrDefault("HOME", "");
        return new Home(Path.of(users.isBlank() ? System.getProperty("user.home") : users, ".sextant")
                .toAbsolutePath());
    }

    /** Where the embedded PostgreSQL keeps its data. */
    public Path postgres() {
        return folder.resolve("postgres");
    }
}
