package dev.sextant.coordinator.checkpoint;

import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoint folders of the studies of a database, and those beside them that belong to none of its studies.
 * These may be left by deleted studies, or belong to another database.
 *
 * @param known studies by their folder, a Hadoop path, which need not exist
 * @param unknown folders of no study of this database
 */
public record StudyFolders(Map<String, StudyRow> known, List<String> unknown) {
    /** Name, number and time of creation, see {@link StudyCheckpoints}. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+-\\d+-\\d{8}T\\d{9}");

    /** Copies map and list. */
    public StudyFolders {
        known = Collections.unmodifiableMap(new LinkedHashMap<>(known));
        unknown = List.copyOf(unknown);
    }

    /**
     * Finds the folders: below Sextant's own folder, and wherever a study has its checkpoints.
     *
     * @param studies reads all studies of the database
     * @param home Sextant's folder
     * @throws IOException if a folder cannot be listed
     */
    public static StudyFolders of(Supplier<List<StudyRow>> studies, java.nio.file.Path home) throws IOException {
        Map<String, StudyRow> known = new LinkedHashMap<>();
        SortedSet<String> parents = new TreeSet<>(
                List.of(StudyCheckpoints.defaultParent(home).toUri().toString()));
        for (StudyRow study : studies.get()) {
            String folder = qualified(StudyCheckpoints.of(study, home).folder());
            known.put(folder, study);
            parents.add(new Path(folder).getParent().toString());
        }
        SortedSet<String> found = new TreeSet<>();
        for (String parent : parents) {
            for (FileStatus entry : list(new Path(parent))) {
                if (entry.isDirectory()
                        && NAME.matcher(entry.getPath().getName()).matches()) {
                    found.add(entry.getPath().toString());
                }
            }
        }
        // Read again: a study that was created meanwhile may have a folder in the list.
        return new StudyFolders(known, withoutNames(found, names(studies.get(), home)));
    }

    private static Set<String> names(List<StudyRow> studies, java.nio.file.Path home) {
        return studies.stream()
                .map(study -> new Path(StudyCheckpoints.of(study, home).folder()).getName())
                .collect(Collectors.toSet());
    }

    /** A study that was resumed with another folder has checkpoints in the one before, too, under the same name. */
    private static List<String> withoutNames(SortedSet<String> folders, Set<String> names) {
        return folders.stream()
                .filter(folder -> !names.contains(new Path(folder).getName()))
                .toList();
    }

    private static String qualified(String folder) throws IOException {
        Path path = new Path(folder);
        return files(path).makeQualified(path).toString();
    }

    /** Returns the content of a folder; empty if it does not exist. */
    private static List<FileStatus> list(Path folder) throws IOException {
        try {
            return List.of(files(folder).listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** Returns the number of bytes of all files below a folder. */
    public static long bytes(String folder) throws IOException {
        Path path = new Path(folder);
        return files(path).getContentSummary(path).getLength();
    }

    private static FileSystem files(Path path) throws IOException {
        return HadoopFiles.of(path, HadoopFiles.configuration());
    }
}
