package dev.sextant.sql.dump;

import dev.sextant.common.files.WholeFile;
import dev.sextant.sql.Database;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.connect.ErrorTranslator;
import dev.sextant.sql.dump.DumpFile.Part;
import dev.sextant.sql.dump.Manifest.PackedCheckpoint;
import dev.sextant.sql.row.CheckpointRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes studies of a database to a file. All rows come from one snapshot; coordinators go on writing meanwhile. An older
 * schema is dumped as it is.
 */
public final class StudyDump {
    private static final int FETCH_ROWS = 1_000;
    /** The folder of the trial and the name of the file, at the end of a checkpoint's address. */
    static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*/[A-Za-z0-9_-][A-Za-z0-9._-]*$");

    private final Database database;
    private final Optional<CheckpointFiles> files;

    /** @param files access to the checkpoint files to pack; empty to pack none */
    public StudyDump(Database database, Optional<CheckpointFiles> files) {
        this.database = database;
        this.files = files;
    }

    /**
     * Writes a dump.
     *
     * @param file file to write; appears when it is complete
     * @param studies names of the studies; empty for all
     * @return the content of the file
     * @throws DatabaseException if a study does not exist, or there is none
     * @throws IOException if the file cannot be written, or a checkpoint file cannot be read
     */
    public Manifest write(Path file, Set<String> studies) throws IOException {
        if (database.reader().studies().isEmpty()) {
            throw new DatabaseException("There is nothing to dump: " + database.address() + " has no studies");
        }
        int schemaVersion = Integer.parseInt(database.migrationStatus().database());
        List<Manifest> written = new ArrayList<>();
        try {
            WholeFile.<SQLException>write(file, making -> {
                try (Connection connection = new Connections(database.address(), 0).getConnection();
                        DumpFile dump = new DumpFile(making)) {
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                    connection.setReadOnly(true);
                    connection.setAutoCommit(false);
                    written.add(write(connection, dump, schemaVersion, studies));
                }
            });
        } catch (SQLException e) {
            throw new ErrorTranslator(database.address()).explain("Cannot dump " + database.address(), e);
        }
        return written.get(0);
    }

    private Manifest write(Connection connection, DumpFile dump, int schemaVersion, Set<String> names)
            throws SQLException, IOException {
        List<Manifest.Study> studies = studies(connection, names);
        String ids = studies.stream().map(study -> Long.toString(study.id())).collect(Collectors.joining(", "));
        List<Manifest.Table> tables = new ArrayList<>();
        for (String table : DumpTables.NAMES) {
            List<String> columns = DumpTables.columns(connection, table);
            if (!columns.isEmpty()) {
                tables.add(table(connection, dump, table, columns, ids));
            }
        }
        Packed packed = files.isPresent() ? checkpoints(connection, dump, files.get(), ids) : new Packed(List.of(), 0);
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                schemaVersion,
                Instant.now().toString(),
                studies,
                tables,
                packed.files(),
                packed.missing());
        // Last, since it contains the digests: a file that was cut off has none.
        dump.compressed(Manifest.ENTRY, out -> {
            out.write(manifest.toJson());
            return 1;
        });
        return manifest;
    }

    private List<Manifest.Study> studies(Connection connection, Set<String> names) throws SQLException {
        String sql =
                """
                SELECT s.id, s.name, s.state, s.trials, s.epochs,
                       (SELECT count(*) FROM sextant.checkpoint c WHERE c.study_id = s.id) AS checkpoints
                FROM sextant.study s WHERE ? OR s.name = ANY (?) ORDER BY s.name""";
        Set<String> missing = new TreeSet<>(names);
        List<Manifest.Study> studies = new ArrayList<>();
        Array wanted = connection.createArrayOf("text", names.toArray());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBoolean(1, names.isEmpty());
            statement.setArray(2, wanted);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.remove(rows.getString("name"));
                    studies.add(new Manifest.Study(
                            rows.getLong("id"),
                            rows.getString("name"),
                            rows.getString("state"),
                            rows.getInt("trials"),
                            rows.getLong("epochs"),
                            rows.getLong("checkpoints")));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new DatabaseException("There is no study " + String.join(", ", missing) + " in " + database.address()
                    + ". `sextant list` shows all names");
        }
        return studies;
    }

    private static Manifest.Table table(
            Connection connection, DumpFile dump, String name, List<String> columns, String ids)
            throws SQLException, IOException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        String rows = "COPY (SELECT " + String.join(", ", columns) + " FROM sextant." + name + " WHERE "
                + DumpTables.key(name) + " IN (" + ids + ")) TO STDOUT";
        Manifest.Table unmeasured = new Manifest.Table(name, columns, 0, 0, "");
        Part part = dump.compressed(unmeasured.entry(), out -> copies.copyOut(rows, out));
        return new Manifest.Table(name, columns, part.rows(), part.bytes(), part.sha256());
    }

    /** @param missing files that trials resume from or models are read from, and that could not be packed */
    private record Packed(List<PackedCheckpoint> files, long missing) {}

    private static Packed checkpoints(Connection connection, DumpFile dump, CheckpointFiles files, String ids)
            throws SQLException, IOException {
        List<PackedCheckpoint> packed = new ArrayList<>();
        long missing = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery("SELECT c.study_id, c.uri, " + CheckpointRow.BEST + ", "
                    + CheckpointRow.LATEST + " FROM sextant.checkpoint c JOIN sextant.trial t"
                    + " ON t.study_id = c.study_id AND t.trial = c.trial WHERE c.study_id IN (" + ids
                    + ") ORDER BY c.study_id, c.trial, c.epoch")) {
                while (rows.next()) {
                    Optional<PackedCheckpoint> one = pack(rows.getLong(1), rows.getString(2), dump, files);
                    one.ifPresent(packed::add);
                    boolean isNeeded = rows.getBoolean(3) || rows.getBoolean(4);
                    missing += isNeeded && one.isEmpty() ? 1 : 0;
                }
            }
        }
        return new Packed(packed, missing);
    }

    private static Optional<PackedCheckpoint> pack(long study, String uri, DumpFile dump, CheckpointFiles files)
            throws IOException {
        Matcher path = PATH.matcher(uri);
        Optional<InputStream> file = path.find() ? files.open(uri) : Optional.empty();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = file.get()) {
            PackedCheckpoint unmeasured = new PackedCheckpoint(study, path.group(), 0, "");
            Part part = dump.stored(unmeasured.entry(), in::transferTo);
            return Optional.of(new PackedCheckpoint(study, unmeasured.path(), part.bytes(), part.sha256()));
        }
    }
}
