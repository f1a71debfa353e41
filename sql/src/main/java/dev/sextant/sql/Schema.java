package dev.sextant.sql;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;

/** The version of the schema {@code sextant}: what it is and how it is brought up to this program's. */
final class Schema {
    static final String NAME = "sextant";
    static final String LOCATION = "classpath:dev/sextant/sql/migrations";

    private final Flyway flyway;
    private final DatabaseAddress address;
    private final Failures failures;

    Schema(DatabaseAddress address, DataSource connections, Failures failures) {
        this(address, connections, failures, LOCATION);
    }

    Schema(DatabaseAddress address, DataSource connections, Failures failures, String location) {
        this.address = address;
        this.failures = failures;
        this.flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(connections)
                .locations(location)
                .schemas(NAME)
                .defaultSchema(NAME)
                .createSchemas(true)
                .table("schema_history")
                .validateMigrationNaming(true)
                .failOnMissingLocations(true)
                .ignoreMigrationPatterns("*:future")
                .load();
    }

    MigrationStatus status() {
        try {
            MigrationInfoService info = flyway.info();
            MigrationInfo current = info.current();
            MigrationVersion known = Arrays.stream(info.all())
                    .filter(migration -> migration.getState().isResolved())
                    .map(MigrationInfo::getVersion)
                    .max(MigrationVersion::compareTo)
                    .orElse(MigrationVersion.EMPTY);
            boolean newer = current != null && current.getVersion().compareTo(known) > 0;
            List<String> pending = Arrays.stream(info.pending())
                    .map(migration -> migration.getVersion() + " " + migration.getDescription())
                    .toList();
            return new MigrationStatus(
                    current == null ? "0" : current.getVersion().toString(), known.toString(), pending, newer);
        } catch (FlywayException e) {
            throw failures.explain("Cannot read the version of the schema " + NAME, e);
        }
    }

    /** Applies what is pending, one process at a time: Flyway takes a lock of its own. */
    MigrationStatus migrate() {
        refuseNewer(status());
        try {
            flyway.migrate();
            return status();
        } catch (FlywayException e) {
            DatabaseException why = failures.explain("Cannot bring the schema " + NAME + " up to date", e);
            if (Failures.isGone(e)) {
                throw why;
            }
            throw new DatabaseException(
                    why.getMessage() + ". The user needs CREATE on the database (GRANT CREATE ON DATABASE ... TO ...)"
                            + " or, where the schema exists, must own it; or let its owner run: sextant db migrate",
                    e);
        }
    }

    void refuseNewer(MigrationStatus status) {
        if (status.newerThanProgram()) {
            throw new DatabaseException("The schema " + NAME + " in " + address + " is of version " + status.database()
                    + ", this program knows " + status.program() + "; use a newer Sextant");
        }
    }
}
