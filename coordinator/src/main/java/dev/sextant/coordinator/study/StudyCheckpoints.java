package dev.sextant.coordinator.study;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.schedule.ClusterException;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The folder of a study's checkpoints.
 *
 * @param folder the study's own folder, a Hadoop path
 */
public record StudyCheckpoints(String folder) {
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Returns the folder of a study, as its row specifies it. */
    public static StudyCheckpoints of(StudyRow study, Path home) {
        return of(study, study.spec(), home);
    }

    /**
     * Returns the folder of a study below the one that the specification names, or else below Sextant's own. A relative path
     * starts at the working folder. Studies of several databases may share the parent folder: each database counts from 1,
     * so the time of creation is part of the name.
     */
    public static StudyCheckpoints of(StudyRow study, StudySpec spec, Path home) {
        String parent = parent(spec.cluster().checkpoints(), home).replaceAll("/+$", "");
        return new StudyCheckpoints(
                parent + "/" + spec.name() + "-" + study.id() + "-" + CREATED.format(study.createdAt()));
    }

    /**
     * Returns the folder that holds the folders of studies, a Hadoop path with a scheme.
     *
     * @param named the folder that a specification names; empty for the one in Sextant's own
     */
    public static String parent(Optional<String> named, Path home) {
        String folder = named.orElseGet(() -> defaultParent(home).toUri().toString());
        return URI.create(folder.replace(" ", "%20")).getScheme() == null
                ? Path.of(folder).toAbsolutePath().toUri().toString()
                : folder;
    }

    /** Creates the folder in Sextant's own that holds the folders of studies, closed to other users. */
    static void createDefaultParent(Path home) {
        try {
            OwnerOnly.createDirectories(defaultParent(home));
        } catch (IOException e) {
            throw new ClusterException(
                    "cluster.checkpoints: " + defaultParent(home) + " cannot be created: " + e
                            + ". Check the rights to the folder, or name another one with --checkpoints.",
                    e);
        }
    }

    /** Returns the folder in Sextant's own that holds the folders of studies which name no other. */
    public static Path defaultParent(Path home) {
        return home.resolve("checkpoints");
    }

    /** Deletes all checkpoints of the study. */
    public void delete() throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
        HadoopFiles.of(path, HadoopFiles.configuration()).delete(path, true);
    }
}
