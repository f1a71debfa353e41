package dev.sextant.sql.dump;

import static dev.sextant.sql.SingleWrites.recordEpochs;
import static dev.sextant.sql.SingleWrites.startTrial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.RunKey;
import dev.sextant.sql.Database;
import dev.sextant.sql.OldRows;
import dev.sextant.sql.Samples;
import dev.sextant.sql.SharedServer;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.connect.Connections;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.StudyRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of one database, restored into another. */
class StudyDumpTest {
    private static final String AWKWARD = "a tab\tthen\na line \\. \\N ünd Ж \r";

    @TempDir
    Path folder;

    private final DatabaseAddress source = SharedServer.newDatabase();
    private final DatabaseAddress target = SharedServer.newDatabase();
    private final MemoryFiles files = new MemoryFiles();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("backup.sextant");
    }

    @Test
    void aRestoredStudyHasAllRowsOfTheDumpedOneUnderAnotherNumber() throws Exception {
        createStudies(source, "cars", "flowers");
        createStudies(target, "animals");

        Manifest written = dump(source, Set.of("flowers"), Optional.empty());
        assertThat(written.studies()).extracting(Manifest.Study::name).containsExactly("flowers");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        restore(target);

        assertThat(names(target)).containsExactlyInAnyOrder("animals", "flowers");
        Map<String, List<String>> rows = rows(target, "flowers");
        assertThat(rows).isEqualTo(rows(source, "flowers"));
        assertThat(rows.get("measurement")).anyMatch(row -> row.contains("NaN"));
        assertThat(rows.get("trial")).hasSize(2).anyMatch(row -> row.contains("a line"));
        assertThat(rows.get("checkpoint")).hasSize(1);
        // The next study must not collide with it.
        createStudies(target, "birds");
        assertThat(names(target)).hasSize(3);
    }

    @Test
    void studiesKeepTheirNumbersInADatabaseWithoutStudies() throws Exception {
        createStudies(source, "cars", "flowers", "animals");
        dump(source, Set.of("flowers"), Optional.empty());
        String number = "SELECT id::text FROM sextant.study WHERE name = ";
        restore(target);
        assertThat(strings(target, number + "'flowers'"))
                .isEqualTo(strings(source, number + "'flowers'"))
                .containsExactly("2");
        createStudies(target, "birds");
        assertThat(strings(target, number + "'birds'")).containsExactly("3");
    }

    @Test
    void everyTableWithRowsOfAStudyIsDumped() throws SQLException {
        Database.open(source).close();
        assertThat(DumpTables.NAMES)
                .containsExactlyInAnyOrderElementsOf(
                        strings(
                                source,
                                """
                                SELECT 'study' UNION SELECT c.table_name FROM information_schema.columns c
                                JOIN information_schema.tables t USING (table_schema, table_name)
                                WHERE table_schema = 'sextant' AND table_type = 'BASE TABLE'
                                  AND column_name = 'study_id'"""));
    }

    @Test
    void theCoordinatorOfTheDumpedStudyDoesNotHoldTheRestoredOne() throws Exception {
        try (Database database = Database.open(source);
                StudyJournal journal =
                        database.studies().lock(database.studies().createIfAbsent(Samples.spec("held")), "ada@node")) {
            startTrial(journal, 1, Samples.configuration(1), 1, 3, 0, Samples.START);
            dump(source, Set.of(), Optional.empty());
        }
        restore(target);
        try (Database database = Database.open(target)) {
            assertThat(database.reader().study("held").orElseThrow().holder()).isEmpty();
            StudyRow row = database.studies().find("held").orElseThrow();
            try (StudyJournal journal = database.studies().lock(row, "bert@cluster")) {
                List<RunKey> lost = journal.inTransaction(tx -> tx.reap("its coordinator ended"));
                assertThat(lost).hasSize(1);
            }
        }
    }

    @Test
    void refusesAStudyThatExistsAndRestoresNoneOfTheOthers() throws Exception {
        createStudies(source, "cars", "flowers");
        createStudies(target, "flowers");
        dump(source, Set.of(), Optional.empty());
        assertThatThrownBy(() -> restore(target))
                .isExactlyInstanceOf(DatabaseException.class)
                .hasMessageContaining("already has a study flowers")
                .hasMessageContaining("--study");
        assertThat(names(target)).containsExactly("flowers");
        assertThatThrownBy(() -> dump(source, Set.of("cars", "nowhere"), Optional.empty()))
                .hasMessageContaining("There is no study nowhere");
    }

    @Test
    void refusesAFileThatWasCutOff() throws Exception {
        createStudies(source, "cars");
        dump(source, Set.of(), Optional.empty());
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, whole.length / 2, whole.length - 30, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> restore(target))
                    .as("the first %s of %s bytes", length, whole.length)
                    .isExactlyInstanceOf(DatabaseException.class);
        }
        assertThat(names(target)).isEmpty();
    }

    @Test
    void refusesAFileWhosePartsAreNotThoseThatWereWritten() throws Exception {
        createStudies(source, "cars");
        dump(source, Set.of(), Optional.of(files));
        byte[] whole = Files.readAllBytes(file);
        Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();
        changes.put("tables/epoch.copy", rows -> new String(rows, StandardCharsets.UTF_8)
                .replace("0.5", "0.9")
                .getBytes(StandardCharsets.UTF_8));
        changes.put("tables/trial.copy", rows -> new byte[0]);
        changes.put("tables/run.copy", rows -> null);
        for (Map.Entry<String, UnaryOperator<byte[]>> change : changes.entrySet()) {
            Files.write(file, whole);
            rewrite(Map.of(change.getKey(), change.getValue()));
            assertThatThrownBy(() -> restore(target))
                    .as(change.getKey())
                    .isExactlyInstanceOf(DatabaseException.class)
                    .hasMessageContaining("is damaged: " + change.getKey());
        }
        Files.write(file, whole);
        rewriteManifest("trial-0001/", "../../");
        assertThatThrownBy(() -> restore(target)).hasMessageContaining("is damaged: its manifest names a checkpoint");
        Files.write(file, whole);
        rewriteManifest("\"format\" : 1", "\"format\" : 2");
        assertThatThrownBy(() -> restore(target))
                .hasMessageContaining("has format 2")
                .hasMessageContaining("newer");
        Files.write(file, whole);
        rewriteManifest("\"schema_version\" : [0-9]+", "\"schema_version\" : 99");
        assertThatThrownBy(() -> restore(target))
                .hasMessageContaining("has schema version 99")
                .hasMessageContaining("Use a newer Sextant");
        Files.writeString(file, "study: cars\n");
        assertThatThrownBy(() -> restore(target)).hasMessageContaining("is not a dump");
        assertThat(names(target)).isEmpty();
        assertThat(files.content.keySet()).allMatch(uri -> uri.startsWith("file:/checkpoints/"));
    }

    /** As when a dump is made by hand: the digests match, but the rows are not what the manifest names. */
    @Test
    void refusesRowsThatDoNotBelongToItsStudies() throws Exception {
        createStudies(source, "cars");
        createStudies(target, "animals");
        dump(source, Set.of(), Optional.empty());
        byte[] whole = Files.readAllBytes(file);
        rewriteManifest("\"id\" : [0-9]+", "\"id\" : 4711");
        assertThatThrownBy(() -> restore(target)).hasMessageContaining("which the manifest does not name");
        Files.write(file, whole);
        rewriteManifest("\"name\" : \"cars\"", "\"name\" : \"vans\"");
        assertThatThrownBy(() -> restore(target)).hasMessageContaining("its manifest names [vans], its rows [cars]");
        Files.write(file, whole);
        rewriteManifest("\"target_epoch\"", "\"target_epoch) FROM PROGRAM 'true' --\"");
        assertThatThrownBy(() -> restore(target)).hasMessageContaining("the schema has no table trial with columns");
        assertThat(names(target)).containsExactly("animals");
    }

    @Test
    void packsTheCheckpointsThatExistAndPutsThemIntoTheFolderOfTheRestoredStudy() throws Exception {
        createStudies(source, "cars");
        String uri = files.content.keySet().iterator().next();
        Manifest written = dump(source, Set.of(), Optional.of(files));
        assertThat(written.checkpoints()).hasSize(1);
        assertThat(written.missingCheckpoints()).isZero();
        files.content.remove(uri);
        restore(target);
        try (Database database = Database.open(target)) {
            StudyRow row = database.studies().find("cars").orElseThrow();
            String moved = files.folder(row) + "/trial-0001/epoch-002.ckpt";
            assertThat(database.reader().trial("cars", 1).orElseThrow().checkpoints())
                    .singleElement()
                    .satisfies(checkpoint -> assertThat(checkpoint.uri()).isEqualTo(moved));
            assertThat(files.content).containsOnlyKeys(moved);
            assertThat(files.content.get(moved)).asString().isEqualTo("weights of cars");
        }
    }

    @Test
    void saysHowManyNeededCheckpointsDoNotExist() throws Exception {
        createStudies(source, "cars", "vans");
        files.content.remove(files.content.keySet().iterator().next());

        Manifest written = dump(source, Set.of(), Optional.of(files));

        assertThat(written.checkpoints()).hasSize(1);
        assertThat(written.missingCheckpoints()).isEqualTo(1);
    }

    /** It may be the folder of the study that was dumped, whose database is another one. */
    @Test
    void restoresNothingIntoAFolderThatExists() throws Exception {
        createStudies(source, "cars");
        dump(source, Set.of(), Optional.of(files));
        files.exists = true;

        assertThatThrownBy(() -> restore(target))
                .hasMessageContaining("already")
                .hasMessageContaining("--checkpoints");

        assertThat(names(target)).isEmpty();
        assertThat(files.deleted).isEmpty();
    }

    @Test
    void restoresNothingIfACheckpointCannotBeWritten() throws Exception {
        createStudies(source, "cars");
        dump(source, Set.of(), Optional.of(files));
        Database.open(target).close();
        files.isFull = true;
        assertThatThrownBy(() -> restore(target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disk is full");
        assertThat(names(target)).isEmpty();
        assertThat(files.deleted).hasSize(1);
    }

    @Test
    void restoresTheDumpOfAnOlderSchema() throws Exception {
        SharedServer.migrateTo("4", source);
        OldRows.insert(source, Samples.spec("old"));
        assertThat(dump(source, Set.of(), Optional.empty()).schemaVersion()).isEqualTo(4);
        assertThat(version(source)).as("a dump migrates nothing").isEqualTo("4");
        restore(target);
        assertThat(version(target)).isGreaterThan("4");
        Database.open(source).close();
        assertThat(rows(target, "old")).isEqualTo(rows(source, "old"));
    }

    @Test
    void migratesNoDatabaseThatOthersMayBeUsing() throws Exception {
        createStudies(source, "cars");
        dump(source, Set.of(), Optional.empty());
        SharedServer.migrateTo("4", target);
        assertThatThrownBy(() -> restore(target)).hasMessageContaining("Run `sextant db migrate`");
        assertThat(version(target)).isEqualTo("4");
    }

    @Test
    void aDumpOfAStudyThatIsBeingWrittenIsOneSnapshot() throws Exception {
        try (Database database = Database.open(source);
                StudyJournal journal =
                        database.studies().lock(database.studies().createIfAbsent(Samples.spec("live")), "ada@node")) {
            RunKey key = startTrial(journal, 1, Samples.configuration(1), 1, 999, 0, Samples.START);
            boolean[] done = new boolean[1];
            Thread writer = new Thread(() -> {
                for (int epoch = 1; epoch < 999 && !isSet(done); epoch++) {
                    recordEpochs(journal, Samples.epoch(key, epoch, 0.5));
                }
            });
            writer.start();
            try {
                for (int i = 0; i < 5; i++) {
                    Files.deleteIfExists(file);
                    Manifest manifest = dump(source, Set.of(), Optional.empty());
                    long counted = manifest.studies().get(0).epochs();
                    assertThat(manifest.tables())
                            .filteredOn(table -> Set.of("epoch", "measurement").contains(table.name()))
                            .hasSize(2)
                            .allMatch(table -> table.rows() == counted);
                }
            } finally {
                synchronized (done) {
                    done[0] = true;
                }
                writer.join();
            }
        }
    }

    private static boolean isSet(boolean[] flag) {
        synchronized (flag) {
            return flag[0];
        }
    }

    private void createStudies(DatabaseAddress address, String... names) {
        try (Database database = Database.open(address)) {
            for (String name : names) {
                StudyRow row = database.studies().createIfAbsent(Samples.spec(name));
                try (StudyJournal journal = database.studies().lock(row, "ada@node")) {
                    RunKey key = startTrial(journal, 1, Samples.configuration(1), 1, 3, 0, Samples.START);
                    recordEpochs(journal, Samples.epoch(key, 1, 0.5), Samples.epoch(key, 2, Double.NaN));
                    startTrial(journal, 2, Samples.configuration(2), 2, 3, 1, Samples.START);
                    String uri = "file:/checkpoints/" + name + "-" + row.id() + "/trial-0001/epoch-002.ckpt";
                    files.content.put(uri, ("weights of " + name).getBytes(StandardCharsets.UTF_8));
                    SharedServer.execute(
                            address,
                            "INSERT INTO sextant.checkpoint VALUES (" + row.id() + ", 1, 2, 1, 1, '" + uri + "', '"
                                    + "ab".repeat(32) + "', 7)",
                            "UPDATE sextant.trial SET error = '" + AWKWARD + "' WHERE study_id = " + row.id());
                }
            }
        }
    }

    private Manifest dump(DatabaseAddress address, Set<String> studies, Optional<CheckpointFiles> packed)
            throws IOException {
        try (Database database = Database.openAsIs(address)) {
            return new StudyDump(database, packed).write(file, studies);
        }
    }

    private void restore(DatabaseAddress address) throws IOException {
        try (Database database = Database.connect(address)) {
            new StudyRestore(database, files).restore(file);
        }
    }

    private static List<String> names(DatabaseAddress address) throws SQLException {
        return strings(address, "SELECT to_regclass('sextant.study')::text").contains(null)
                ? List.of()
                : strings(address, "SELECT name FROM sextant.study ORDER BY name");
    }

    private static String version(DatabaseAddress address) {
        try (Database database = Database.connect(address)) {
            return database.migrationStatus().database();
        }
    }

    /** Returns all rows of a study by table, as JSON without the study's number. */
    private static Map<String, List<String>> rows(DatabaseAddress address, String study) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : DumpTables.NAMES) {
            String key = DumpTables.key(table);
            rows.put(
                    table,
                    strings(
                            address,
                            "SELECT (to_jsonb(t) - '" + key + "')::text FROM sextant." + table + " t WHERE " + key
                                    + " = (SELECT id FROM sextant.study WHERE name = '" + study + "') ORDER BY 1"));
        }
        return rows;
    }

    private static List<String> strings(DatabaseAddress address, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = new Connections(address, 0).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void rewriteManifest(String regex, String replacement) throws IOException {
        rewrite(Map.of(Manifest.ENTRY, json -> new String(json, StandardCharsets.UTF_8)
                .replaceFirst(regex, replacement)
                .getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the file again with some parts changed, or left out where the change returns null. */
    private void rewrite(Map<String, UnaryOperator<byte[]>> changes) throws IOException {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                byte[] changed = changes.getOrDefault(part.getKey(), UnaryOperator.identity())
                        .apply(part.getValue());
                if (changed != null) {
                    zip.putNextEntry(new ZipEntry(part.getKey()));
                    zip.write(changed);
                    zip.closeEntry();
                }
            }
        }
    }

    /** Checkpoint files in memory, on a disk that can be full. */
    private static final class MemoryFiles implements CheckpointFiles {
        private final Map<String, byte[]> content = new LinkedHashMap<>();
        private final List<String> deleted = new ArrayList<>();
        private boolean isFull;
        private boolean exists;

        @Override
        public boolean exists(String folder) {
            return exists;
        }

        @Override
        public Optional<InputStream> open(String uri) {
            return Optional.ofNullable(content.get(uri)).map(ByteArrayInputStream::new);
        }

        @Override
        public String folder(StudyRow study) {
            return "file:/restored/" + study.spec().name() + "-" + study.id();
        }

        @Override
        public void write(String uri, InputStream in) throws IOException {
            if (isFull) {
                throw new IOException("the disk is full");
            }
            content.put(uri, in.readAllBytes());
        }

        @Override
        public void deleteFolder(String folder) {
            deleted.add(folder);
        }
    }
}
