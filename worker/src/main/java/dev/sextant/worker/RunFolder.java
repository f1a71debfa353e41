package dev.sextant.worker;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.run.RunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Local folder of one run: created before it, deleted with its content after it. */
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

    /** Returns the folder for the trainer's own files. */
    Path trainer() {
        return root.resolve("trainer");
    }

    /** Returns the file that the checkpoint to resume from is copied to. */
    Path restored() {
        return root.resolve("restored.ckpt");
    }

    /** Returns the file that the trainer saves to after an epoch, before it is copied to the store. */
    Path saved(int epoch) {
        return root.resolve("epoch-" + epoch + ".ckpt");
    }

    @Override
    public void close() {
        try {
            FileTree.delete(root);
        } catch (IOException e) {
            log.warn("Cannot delete folder {} of a finished run: {}", root, e.toString());
        }
    }
}
