package dev.sextant.coordinator.doctor;

import dev.sextant.common.text.Plural;
import dev.sextant.coordinator.checkpoint.StudyFolders;
import dev.sextant.coordinator.spark.WorkFolder;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for what killed processes and deleted studies left behind, and how much space it takes. */
public final class LeftoversCheck implements Check {
    /** Temporary files and folders of Sextant and of Spark. */
    private static final Pattern TEMPORARY =
            Pattern.compile("sextant-(model|backbone|doctor|classes).*|(spark|blockmgr|executor)-[0-9a-f-]{36}");

    /** Processes that live longer than this without touching their folder are rare. */
    private static final Duration OLD = Duration.ofDays(1);

    private final DatabaseAccess access;
    private final Path home;
    private final Path temporary;
    private final Instant now;

    /**
     * @param access the database, which knows to which studies checkpoints belong
     * @param home Sextant's folder, which need not exist
     * @param temporary the folder for temporary files
     * @param now time by which the age of temporary files is judged
     */
    public LeftoversCheck(DatabaseAccess access, Path home, Path temporary, Instant now) {
        this.access = access;
        this.home = home;
        this.temporary = temporary;
        this.now = now;
    }

    @Override
    public String group() {
        return "leftovers";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(found("work folders", this::workFolders));
        findings.add(found("checkpoints", this::checkpoints));
        findings.add(found("temporary files", this::temporaryFiles));
        findings.add(found("logs", () -> size("logs", home.resolve("logs"))));
        findings.add(found("cache", () -> size("cache", home.resolve("cache"))));
        return findings;
    }

    private interface Search {
        Finding find() throws IOException;
    }

    private static Finding found(String subject, Search search) {
        try {
            return search.find();
        } catch (IOException e) {
            return Finding.warning(subject, "cannot be listed: " + e, "Check the permissions of the folder.");
        }
    }

    private Finding workFolders() throws IOException {
        List<Path> unused = WorkFolder.leftBehind(home);
        return unused.isEmpty()
                ? Finding.ok("work folders", "none of killed sweeps")
                : Finding.warning(
                        "work folders",
                        Plural.count(unused.size(), "folder") + " of killed sweeps in " + home.resolve("work") + ", "
                                + TextFormat.bytes(bytes(unused)),
                        "The next sweep deletes them.");
    }

    private Finding checkpoints() throws IOException {
        Optional<List<StudyRow>> studies;
        try {
            studies = access.ask(database -> database.studies().all());
        } catch (RuntimeException e) {
            return Finding.ok("checkpoints", "not compared with studies: the database cannot be read");
        }
        if (studies.isEmpty()) {
            return Finding.ok("checkpoints", "not compared with studies: the embedded PostgreSQL does not run");
        }
        List<String> unknown = StudyFolders.of(studies::orElseThrow, home).unknown();
        if (unknown.isEmpty()) {
            return Finding.ok("checkpoints", "all belong to studies of this database");
        }
        long bytes = 0;
        for (String folder : unknown) {
            bytes += StudyFolders.bytes(folder);
        }
        return Finding.warning(
                "checkpoints",
                Plural.count(unknown.size(), "folder") + " of no study of this database, e.g. " + unknown.get(0) + ", "
                        + TextFormat.bytes(bytes),
                "`sextant checkpoints clean --deleted-studies` deletes them, if no other database uses them.");
    }

    private Finding temporaryFiles() throws IOException {
        List<Path> old = new ArrayList<>();
        if (Files.isDirectory(temporary)) {
            try (Stream<Path> entries = Files.list(temporary)) {
                entries.filter(this::isOldAndOurs).forEach(old::add);
            }
        }
        return old.isEmpty()
                ? Finding.ok("temporary files", "none of dead processes in " + temporary)
                : Finding.warning(
                        "temporary files",
                        Plural.count(old.size(), "item") + " in " + temporary + " unchanged for a day, e.g. "
                                + old.get(0) + ", " + TextFormat.bytes(bytes(old)),
                        "Delete them if no process uses them.");
    }

    private boolean isOldAndOurs(Path entry) {
        try {
            return TEMPORARY.matcher(entry.getFileName().toString()).matches()
                    && Files.getOwner(entry).getName().equals(System.getProperty("user.name"))
                    && Files.getLastModifiedTime(entry).toInstant().isBefore(now.minus(OLD));
        } catch (IOException e) {
            return false; // just deleted
        }
    }

    private static Finding size(String subject, Path folder) throws IOException {
        return Finding.ok(
                subject, Files.isDirectory(folder) ? folder + ": " + TextFormat.bytes(bytes(List.of(folder))) : "none");
    }

    private static long bytes(List<Path> roots) throws IOException {
        AtomicLong bytes = new AtomicLong();
        for (Path root : roots) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return bytes.get();
    }
}
