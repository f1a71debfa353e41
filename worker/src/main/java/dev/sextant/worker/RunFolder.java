package dev.sextant.worker;

import dev.sextant.common.run.RunKey;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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

    /** Returns the file that the trainer saves to before it is copied to the store. */
    Path saved(int epoch) {
        return root.resolve("epoch-" + epoch + ".ckpt");
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            log.warn("Cannot delete folder {} of a finished run: {}", root, e.toString());
        }
    }
}
