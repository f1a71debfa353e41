package dev.sextant.coordinator.checkpoint;

import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
        known = new LinkedHashMap<>(known);
        unknown = List.copyOf(unknown);
    }

    /**
     * Finds the folders: below Sextant's own folder, and wherever a study has its checkpoints.
     *
     * @param studies all studies of the database
     * @param home Sextant's folder
     * @throws IOException if a folder cannot be listed
     */
    public static StudyFolders of(List<StudyRow> studies, java.nio.file.Path home) throws IOException {
        Map<String, StudyRow> known = new LinkedHashMap<>();
        SortedSet<String> parents = new TreeSet<>(
                List.of(StudyCheckpoints.defaultParent(home).toUri().toString()));
        for (StudyRow study : studies) {
            String folder = qualified(StudyCheckpoints.of(study, home).folder());
            known.put(folder, study);
            parents.add(new Path(folder).getParent().toString());
        }
        SortedSet<String> unknown = new TreeSet<>();
        for (String parent : parents) {
            for (FileStatus entry : list(new Path(parent))) {
                if (entry.isDirectory()
                        && NAME.matcher(entry.getPath().getName()).matches()) {
                    unknown.add(entry.getPath().toString());
                }
            }
        }
        unknown.removeAll(known.keySet());
        return new StudyFolders(known, List.copyOf(unknown));
    }

    private static String qualified(String folder) throws IOException {
        Path path = new Path(folder);
        return files(path).makeQualified(path).toString();
    }

    /** Returns the content of a folder; empty if it does not exist. */
    static List<FileStatus> list(Path folder) throws IOException {
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

    static FileSystem files(Path path) throws IOException {
        return HadoopFiles.of(path, HadoopFiles.configuration());
    }
}
