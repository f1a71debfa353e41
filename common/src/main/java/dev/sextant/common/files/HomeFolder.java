package dev.sextant.common.files;

import java.nio.file.Path;
import java.util.Map;

/** Sextant's own folder on a machine. */
public final class HomeFolder {
    /** The environment variable that moves it. */
    public static final String VARIABLE = "SEXTANT_HOME";

    private HomeFolder() {}

    /**
     * The folder that an environment names: {@code SEXTANT_HOME}, or {@code .sextant} in {@code HOME}, or in the user's home
     * where that is not set. The launcher goes by the same. It need not exist.
     */
    public static Path of(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        String users = environment.getOrDefault("HOME", "");
        return Path.of(users.isBlank() ? System.getProperty("user.home") : users, ".sextant")
                .toAbsolutePath();
    }
}
