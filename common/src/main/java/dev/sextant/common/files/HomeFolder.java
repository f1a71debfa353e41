package dev.sextant.common.files;

import java.nio.file.Path;
import java.util.Map;

/** Sextant's own folder on a machine. */
public final class HomeFolder {
    /** Environment variable with another path for the folder. */
    public static final String VARIABLE = "SEXTANT_HOME";

    private HomeFolder() {}

    /**
     * Returns the folder, as an absolute path; it need not exist. It is the value of {@code SEXTANT_HOME}, or {@code
     * .sextant} in {@code HOME}, or {@code .sextant} in the home that Java knows when {@code HOME} is not set. The
     * launcher script uses the same rule.
     *
     * @param environment the environment variables
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
