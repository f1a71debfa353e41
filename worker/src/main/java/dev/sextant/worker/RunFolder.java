package dev.sextant.worker;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.run.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's own local folder: made before it, deleted with all its content after it. */
final class RunFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunFolder.class);

    private final Path root;

    private RunFolder(Path root) {
        this.root = root;
    }

    static RunFolder create(Path scratch, RunKey key) throws IOException {
        Files.createDirectories(scratch);
        String prefix = "trial-" + key.trial() + "-run-" + key.run() + "-attempt-" + key.attempt() + "-";
        Path root = Files.createTempDirectory(scratch, prefix);
        Files.createDirectory(root.resolve("trainer"));
        return new RunFolder(root);
    }

    Path root() {
        return root;
    }

    /** The trainer's part. */
    Path trainer() {
        return root.resolve("trainer");
    }

    /** Where a checkpoint to go on from is fetched to. */
    Path restored() {
        return root.resolve("restored.ckpt");
    }

    /** Where the trainer saves before the file goes to the store. */
    Path saved(int epoch) {
        return root.resolve("epoch-" + epoch + ".ckpt");
    }

    @Override
    public void close() {
        try {
            FileTree.delete(root);
        } catch (IOException e) {
            log.warn("Folder {} of a finished run stays: {}", root, e.toString());
        }
    }
}
