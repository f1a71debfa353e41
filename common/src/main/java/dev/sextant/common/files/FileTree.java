package dev.sextant.common.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Deletes folders with all their content. */
public final class FileTree {
    private FileTree() {}

    /**
     * Deletes a file, or a folder with all its content. Does nothing if it does not exist. Symbolic links are deleted and
     * not followed.
     *
     * @throws IOException if something cannot be deleted; what was deleted before stays deleted
     */
    public static void delete(Path root) throws IOException {
        if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException unreadable) throws IOException {
                if (unreadable != null) {
                    throw unreadable;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
