package dev.sextant.coordinator.study;

import dev.sextant.sql.StudyRow;
import java.nio.file.Path;

/** Where a study's checkpoints lie. */
public final class CheckpointFolder {
    private CheckpointFolder() {}

    /**
     * A Hadoop path of its own for each study, also for one that has the name of a deleted one.
     *
     * @param home Sextant's own folder on this machine, for a study that names no folder
     */
    public static String of(StudyRow study, Path home) {
        String base = study.spec()
                .cluster()
                .checkpoints()
                .orElseGet(() -> home.resolve("checkpoints").toUri().toString());
        return base.replaceAll("/+$", "") + "/" + study.spec().name() + "-" + study.id();
    }
}
