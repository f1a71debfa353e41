package dev.sextant.coordinator.study;

import dev.sextant.sql.dump.CheckpointFiles;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.HadoopFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checkpoint files on Hadoop's file systems, in the folders that a sweep would use.
 *
 * @param home Sextant's folder, which contains the checkpoints of studies that name no other folder
 * @param parent folder that replaces {@code cluster.checkpoints} of restored studies
 */
public record HadoopCheckpointFiles(java.nio.file.Path home, Optional<String> parent) implements CheckpointFiles {
    @Override
    public Optional<InputStream> open(String uri) throws IOException {
        Path file = new Path(uri);
        try {
            return Optional.of(files(file).open(file));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public String folder(StudyRow study) {
        var cluster = study.spec().cluster();
        return StudyCheckpoints.of(
                        study,
                        study.spec().withCluster(cluster.with(cluster.slots(), parent.or(cluster::checkpoints))),
                        home)
                .folder();
    }

    @Override
    public boolean exists(String folder) throws IOException {
        Path path = new Path(folder);
        return files(path).exists(path);
    }

    @Override
    public void write(String uri, InputStream content) throws IOException {
        Path file = new Path(uri);
        Path making = new Path(file.getParent(), "_" + file.getName());
        FileSystem files = files(file);
        try (OutputStream out = files.create(making, true)) {
            content.transferTo(out);
        }
        if (!files.rename(making, file)) {
            throw new IOException("Cannot rename " + making + " to " + file);
        }
    }

    @Override
    public void deleteFolder(String folder) throws IOException {
        Path path = new Path(folder);
        files(path).delete(path, true);
    }

    private static FileSystem files(Path path) throws IOException {
        return HadoopFiles.of(path, HadoopFiles.configuration());
    }
}
