package dev.sextant.sql.row;

import dev.sextant.sql.Database;
import java.util.List;

/**
 * Where the schema stands.
 *
 * @param database its version, {@code 0} where there is none yet
 * @param program the version this program knows
 * @param pending versions that {@link Database#migrate} would apply, with what each is about
 */
public record MigrationStatus(String database, String program, List<String> pending, boolean newerThanProgram) {
    public MigrationStatus {
        pending = List.copyOf(pending);
    }
}
