package dev.sextant.coordinator.cli.terminal;

import dev.sextant.common.files.HomeFolder;
import java.nio.file.Path;
import java.util.Map;

/** Sextant's own folder on this machine. It need not exist yet. */
public record Home(Path folder) {
    /** The folder that this environment names. */
    public static Home in(Map<String, String> environment) {
        return new Home(HomeFolder.of(environment));
    }

    /** Where the embedded PostgreSQL keeps its data. */
    public Path postgres() {
        return folder.resolve("postgres");
    }
}
