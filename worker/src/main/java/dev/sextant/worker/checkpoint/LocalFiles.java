package dev.sextant.worker.checkpoint;

import dev.sextant.common.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system without {@code .crc} files (checkpoints have a SHA-256) and without the {@code chmod}
 * process that Hadoop starts for each new file and folder if its native library is missing. What it creates in a folder
 * that is closed to other users is closed to them as well.
 */
final class LocalFiles extends RawLocalFileSystem {
    static LocalFiles with(Configuration configuration) {
        LocalFiles files = new LocalFiles();
        try {
            files.initialize(URI.create("file:///"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException("Hadoop's local file system cannot be initialized", e);
        }
        return files;
    }

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
        java.nio.file.Path file = pathToFile(path).toPath();
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || permission.getStickyBit()) {
            super.setPermission(path, permission);
            return;
        }
        boolean open = OwnerOnly.isOpen(file.toAbsolutePath().getParent());
        String others = permission.getGroupAction().SYMBOL + permission.getOtherAction().SYMBOL;
        view.setPermissions(
                PosixFilePermissions.fromString(permission.getUserAction().SYMBOL + (open ? others : "------")));
    }
}
