package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.optuna.OptunaDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What trials are imported from, as a person names it. */
sealed interface ImportSource {
    /** Environment variable that holds the password of a PostgreSQL address. */
    String PASSWORD = "SEXTANT_IMPORT_PASSWORD";

    /** Addresses as SQLAlchemy writes them, with a driver or without: {@code postgresql+psycopg2://}. */
    Pattern POSTGRESQL = Pattern.compile("(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?:(.*)", Pattern.DOTALL);

    String SQLITE_ADDRESS = "sqlite:///";
    byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** A CSV file. */
    record Csv(Path file) implements ImportSource {
        @Override
        public OptunaDatabase optuna() {
            throw new IllegalStateException(file + " is no database");
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A SQLite file of Optuna. */
    record Sqlite(Path file) implements ImportSource {
        @Override
        public OptunaDatabase optuna() {
            return OptunaDatabase.open(file);
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A PostgreSQL database of Optuna. */
    record PostgreSql(DatabaseAddress address) implements ImportSource {
        @Override
        public OptunaDatabase optuna() {
            return OptunaDatabase.open(address);
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** Opens the database. */
    OptunaDatabase optuna();

    /**
     * Returns what a file or an address names. The content of a file decides whether it is CSV or SQLite.
     *
     * @throws UsageException if the file cannot be read or the address is malformed
     */
    static ImportSource of(String text, Map<String, String> environment) {
        Matcher postgresql = POSTGRESQL.matcher(text);
        if (postgresql.matches()) {
            return new PostgreSql(address("jdbc:postgresql:" + postgresql.group(1), environment));
        }
        Path file = Path.of(text.startsWith(SQLITE_ADDRESS) ? text.substring(SQLITE_ADDRESS.length()) : text);
        if (!Files.isRegularFile(file)) {
            throw new UsageException(file + " is not a file. Give a CSV file, a SQLite file, or an address such as"
                    + " postgresql://user@host/database.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE) ? new Sqlite(file) : new Csv(file);
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static DatabaseAddress address(String text, Map<String, String> environment) {
        // The other database has a user and a password of its own.
        Map<String, String> own = new HashMap<>();
        if (environment.containsKey(PASSWORD)) {
            own.put(DatabaseAddress.PASSWORD, environment.get(PASSWORD));
        }
        try {
            return DatabaseAddress.parse(text, own);
        } catch (DatabaseException e) {
            throw new UsageException(
                    e.getMessage()
                            .replace("--db", "ADDRESS")
                            .replace(DatabaseAddress.PASSWORD + " or " + DatabaseAddress.PASSWORD_FILE, PASSWORD),
                    e);
        }
    }
}
