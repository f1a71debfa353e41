package dev.sextant.coordinator.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where a study's checkpoints lie.
 *
 * @param folder the study's own, a Hadoop path
 */
public record StudyCheckpoints(String folder) {
    /** In the folder that the specification names, else in Sextant's own; a relative path is taken from where we are. */
    public static StudyCheckpoints of(StudySpec spec, long studyId, Path home) {
        String base = spec.cluster()
                .checkpoints()
                .orElseGet(() -> home.resolve("checkpoints").toUri().toString());
        String folder = base.replaceAll("/+$", "") + "/" + spec.name() + "-" + studyId;
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
