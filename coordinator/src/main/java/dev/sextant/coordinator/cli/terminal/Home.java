package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.files.HomeFolder;
import java.nio.file.Path;
import java.util.Map;

/** Sextant's folder on this machine, {@code SEXTANT_HOME}. It need not exist yet. */
public record Home(Path folder) {
    /** Returns the folder that the environment names. */
    public static Home in(Map<String, String> environment) {
        return new Home(HomeFolder.of(environment));
    }

    /** Returns the log file of a study. */
    public Path log(String study) {
        return folder.resolve("logs").resolve(study + ".log");
    }

    /** Returns the data folder of the embedded PostgreSQL. */
    public Path postgres() {
        return folder.resolve("postgres");
    }
}
