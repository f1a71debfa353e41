package dev.sextant.sql.row;

import java.util.List;

/**
 * The version of the schema and the pending migrations.
 *
 * @param database version of the schema in the database; {@code 0} if there is none
 * @param program latest version that this program knows
 * @param pending versions that a migration would apply, each with its description
 */
public record MigrationStatus(String database, String program, List<String> pending, boolean newerThanProgram) {
    public MigrationStatus {
        pending = List.copyOf(pending);
    }

    /** Returns whether the database has no schema yet. */
    public boolean isEmpty() {
        return database.equals("0");
    }
}
