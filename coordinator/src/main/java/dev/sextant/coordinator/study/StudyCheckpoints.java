package dev.sextant.coordinator.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Where a study's checkpoints lie.
 *
 * @param folder the study's own, a Hadoop path
 */
public record StudyCheckpoints(String folder) {
    private static final DateTimeFormatter CREATED =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Of a study as its row specifies it. */
    public static StudyCheckpoints of(StudyRow study, Path home) {
        return of(study, study.spec(), home);
    }

    /**
     * In the folder that the specification names, else in Sextant's own; a relative path is taken from where we are. Studies of
     * several databases, each of which counts from 1, may share that folder: when each was created keeps them apart.
     */
    public static StudyCheckpoints of(StudyRow study, StudySpec spec, Path home) {
        String base = spec.cluster()
                .checkpoints()
                .orElseGet(() -> home.resolve("checkpoints").toUri().toString());
        String folder = base.replaceAll("/+$", "") + "/" + spec.name() + "-" + study.id() + "-"
                + CREATED.format(study.createdAt());
        return new StudyCheckpoints(
                URI.create(folder.replace(" ", "%20")).getScheme() == null
                        ? Path.of(folder).toAbsolutePath().toUri().toString()
                        : folder);
    }

    /** Deletes them all. */
    public void delete() throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
        HadoopFiles.of(path, HadoopFiles.configuration()).delete(path, true);
    }
}
