package dev.sextant.sql.dump;

import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudyState;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.ErrorTranslator;
import dev.sextant.sql.dump.Manifest.PackedCheckpoint;
import dev.sextant.sql.row.MigrationStatus;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads studies from a dump into a database. If that contains other studies, each study gets a new row number. All rows are
 * written in one transaction.
 *
 * <p>Rows of an older schema become rows of this one, as its migrations would make them: migrations only add tables, and
 * columns with a default.
 */
public final class StudyRestore {
    private static final Logger LOG = LoggerFactory.getLogger(StudyRestore.class);

    private final Database database;
    private final CheckpointFiles files;

    /** @param database database, opened by {@link Database#connect}; its schema is created if it has none */
    public StudyRestore(Database database, CheckpointFiles files) {
        this.database = database;
        this.files = files;
    }

    /**
     * Restores all studies of a dump.
     *
     * @return the content of the file
     * @throws DatabaseException if the file is damaged or newer than this program, if the database has another version or
     *     a study of the same name; nothing is written then
     * @throws IOException if the file cannot be read, or a checkpoint cannot be written; nothing is written to the database
     */
    public Manifest restore(Path file) throws IOException {
        try (VerifiedDump dump = VerifiedDump.open(file)) {
            prepareSchema(dump);
            restore(dump);
            return dump.manifest();
        }
    }

    private void prepareSchema(VerifiedDump dump) {
        MigrationStatus status = database.migrationStatus();
        if (dump.manifest().schemaVersion() > Integer.parseInt(status.program())) {
            throw new DatabaseException("Dump " + dump.file() + " has schema version "
                    + dump.manifest().schemaVersion() + ", but this program knows version " + status.program()
                    + " at most. Use a newer Sextant");
        }
        if (status.isEmpty() || status.newerThanProgram()) {
            database.migrate();
        } else if (!status.pending().isEmpty()) {
            throw new DatabaseException("The schema in " + database.address() + " has version " + status.database()
                    + ", but this program restores into version " + status.program()
                    + ". Run `sextant db migrate` when no older Sextant uses the database");
        }
    }

    private void restore(VerifiedDump dump) throws IOException {
        List<String> folders = new ArrayList<>();
        boolean done = false;
        try (Connection connection = new Connections(database.address(), 0).getConnection()) {
            connection.setAutoCommit(false);
            refuseExisting(connection, dump.manifest());
            Map<Long, Long> numbers = newNumbers(connection, dump.manifest());
            for (Manifest.Table table : dump.manifest().tables()) {
                copy(connection, dump, table, numbers);
            }
            List<StudyRow> studies = restored(connection, dump, numbers);
            release(connection, numbers);
            if (!dump.manifest().checkpoints().isEmpty()) {
                unpack(connection, dump, numbers, studies, folders);
            }
            connection.commit();
            done = true;
        } catch (SQLException e) {
            throw new ErrorTranslator(database.address()).explain("Cannot restore " + dump.file(), e);
        } finally {
            if (!done) {
                discard(folders);
            }
        }
    }

    private void refuseExisting(Connection connection, Manifest manifest) throws SQLException {
        Object[] names = manifest.studies().stream().map(Manifest.Study::name).toArray();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT name FROM sextant.study WHERE name = ANY (?) ORDER BY name")) {
            statement.setArray(1, connection.createArrayOf("text", names));
            List<String> existing = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    existing.add(rows.getString(1));
                }
            }
            if (!existing.isEmpty()) {
                throw new DatabaseException("Nothing was restored: " + database.address() + " already has a study "
                        + String.join(", ", existing) + ". Delete it there, or dump the others with --study");
            }
        }
    }

    /** Returns the row number that each study gets. In a database without studies it keeps its own. */
    private static Map<Long, Long> newNumbers(Connection connection, Manifest manifest) throws SQLException {
        Map<Long, Long> numbers = new HashMap<>();
        if (isEmpty(connection)) {
            manifest.studies().forEach(study -> numbers.put(study.id(), study.id()));
            countFrom(connection, numbers.keySet().stream().max(Long::compare).orElse(1L));
            return numbers;
        }
        try (PreparedStatement next =
                connection.prepareStatement("SELECT nextval(pg_get_serial_sequence('sextant.study', 'id'))")) {
            for (Manifest.Study study : manifest.studies()) {
                try (ResultSet row = next.executeQuery()) {
                    row.next();
                    numbers.put(study.id(), row.getLong(1));
                }
            }
        }
        return numbers;
    }

    /** Whether there are no studies. If so, keeps others from creating some until the transaction ends. */
    private static boolean isEmpty(Connection connection) throws SQLException {
        String any = "SELECT EXISTS (SELECT FROM sextant.study)";
        try (Statement statement = connection.createStatement()) {
            if (isTrue(statement, any)) {
                return false;
            }
            statement.execute("LOCK TABLE sextant.study IN SHARE ROW EXCLUSIVE MODE");
            return !isTrue(statement, any);
        }
    }

    private static boolean isTrue(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Makes the next study get a number above a given one, and above all that were used. */
    private static void countFrom(Connection connection, long number) throws SQLException {
        String sql =
                """
                SELECT setval(pg_get_serial_sequence('sextant.study', 'id'),
                              greatest(?, nextval(pg_get_serial_sequence('sextant.study', 'id'))))""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, number);
            statement.execute();
        }
    }

    private static void copy(Connection connection, VerifiedDump dump, Manifest.Table table, Map<Long, Long> numbers)
            throws SQLException, IOException {
        List<String> columns =
                DumpTables.NAMES.contains(table.name()) ? DumpTables.columns(connection, table.name()) : List.of();
        if (table.columns().isEmpty()
                || !columns.containsAll(table.columns())
                || !table.columns().get(0).equals(columns.get(0))) {
            throw VerifiedDump.damaged(
                    dump.file(), "the schema has no table " + table.name() + " with columns " + table.columns());
        }
        CopyIn in = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY sextant." + table.name() + " (" + String.join(", ", table.columns()) + ") FROM STDIN");
        try (InputStream rows = dump.table(table)) {
            new RenumberedRows(numbers, in).send(rows);
            if (in.endCopy() != table.rows()) {
                throw VerifiedDump.damaged(dump.file(), table.entry() + " does not have " + table.rows() + " rows");
            }
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    /** Reads the restored rows of the studies, which must be those that the manifest names. */
    private static List<StudyRow> restored(Connection connection, VerifiedDump dump, Map<Long, Long> numbers)
            throws SQLException {
        List<StudyRow> studies = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id, spec, spec_hash, state, created_at FROM sextant.study WHERE id IN (" + list(numbers)
                                + ")")) {
            while (rows.next()) {
                studies.add(new StudyRow(
                        rows.getLong("id"),
                        SpecJson.read(rows.getString("spec")),
                        rows.getString("spec_hash"),
                        StudyState.valueOf(rows.getString("state")),
                        rows.getTimestamp("created_at").toInstant()));
            }
        }
        TreeSet<String> named = new TreeSet<>();
        dump.manifest().studies().forEach(study -> named.add(study.name()));
        TreeSet<String> found = new TreeSet<>();
        studies.forEach(study -> found.add(study.spec().name()));
        if (!found.equals(named)) {
            throw VerifiedDump.damaged(dump.file(), "its manifest names " + named + ", its rows " + found);
        }
        return studies;
    }

    /** Takes away what the rows say of a coordinator: it works on the study that was dumped, not on this one. */
    private static void release(Connection connection, Map<Long, Long> numbers) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE sextant.study SET lock_holder = NULL, lock_since = NULL, stop_requested_at = NULL,"
                            + " stop_requested_by = NULL WHERE id IN (" + list(numbers) + ")");
            statement.execute("SELECT pg_notify('" + Database.CHANNEL + "', name) FROM sextant.study WHERE id IN ("
                    + list(numbers) + ")");
        }
    }

    /** Writes the packed files into the folders of the restored studies, and their addresses into the rows. */
    private void unpack(
            Connection connection,
            VerifiedDump dump,
            Map<Long, Long> numbers,
            List<StudyRow> studies,
            List<String> folders)
            throws SQLException, IOException {
        Map<Long, String> folderOf = new HashMap<>();
        for (StudyRow study : studies) {
            String folder = files.folder(study);
            if (files.exists(folder)) {
                throw new DatabaseException("Nothing was restored: there is a folder " + folder
                        + " already, perhaps that of the study that was dumped. Give another one by --checkpoints");
            }
            folderOf.put(study.id(), folder);
            folders.add(folder);
            try (PreparedStatement statement = connection.prepareStatement(
                    "UPDATE sextant.checkpoint SET uri = ? || substring(uri FROM '/[^/]+/[^/]+$') WHERE study_id = ?"
                            + " AND uri ~ '/[^/]+/[^/]+$'")) {
                statement.setString(1, folder);
                statement.setLong(2, study.id());
                statement.execute();
            }
        }
        for (PackedCheckpoint checkpoint : dump.manifest().checkpoints()) {
            String folder = folderOf.get(numbers.get(checkpoint.study()));
            try (InputStream in = dump.checkpoint(checkpoint)) {
                files.write(folder + "/" + checkpoint.path(), in);
            }
        }
    }

    private void discard(List<String> folders) {
        for (String folder : folders) {
            try {
                files.deleteFolder(folder);
            } catch (IOException e) {
                LOG.warn("Cannot delete the checkpoints of a restore that failed in {}: {}", folder, e.toString());
            }
        }
    }

    private static String list(Map<Long, Long> numbers) {
        return numbers.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
