package dev.sextant.coordinator.study;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.sql.StudyRow;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a study's checkpoints lie.
 *
 * @param folder the study's own, a Hadoop path
 */
public record StudyCheckpoints(String folder) {
    /** By what the launch says, else the study, else in Sextant's folder. */
    public static StudyCheckpoints of(StudyRow study, Launch launch) {
        return of(study, launch.checkpoints(), launch.home());
    }

    /** By what was asked this time, else the study, else in Sextant's folder. */
    public static StudyCheckpoints of(StudyRow study, Optional<String> asked, Path home) {
        ClusterSettings cluster = study.spec().cluster();
        String base = asked.or(cluster::checkpoints)
                .orElseGet(() -> home.resolve("checkpoints").toUri().toString());
        return new StudyCheckpoints(base.replaceAll("/+$", "") + "/" + study.spec().name() + "-" + study.id());
    }

    /** Deletes them all. */
    public void delete() throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder);
        HadoopFiles.of(path, HadoopFiles.configuration()).delete(path, true);
    }
}
