package dev.sextant.worker.image.data;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Lists folders and files in the order of their names, so that every process sees the same order. Leaves out names that
 * begin with a dot or an underscore. On a local disk, follows only links that lead out of the data folder; what is inside
 * is listed where it lies. Used by one thread.
 */
final class FolderTree {
    private final FileSystem files;
    private final LocalDisk disk;
    private int repeated;

    /** @param root the data folder */
    FolderTree(FileSystem files, Path root) throws IOException {
        this.files = files;
        this.disk = new LocalDisk(root);
    }

    /** Returns the number of links so far that were not followed, as they lead to what is listed elsewhere. */
    int repeated() {
        return repeated;
    }

    /** Returns the folders in a folder. */
    List<Path> foldersIn(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (FileStatus entry : entries(folder)) {
            if (entry.isDirectory() && !isHidden(entry.getPath()) && !disk.leadsInside(entry.getPath())) {
                folders.add(entry.getPath());
            }
        }
        folders.sort(Comparator.comparing(Path::getName));
        return folders;
    }

    /** Returns the files that lie in a folder itself. */
    List<FileStatus> filesIn(Path folder) throws IOException {
        return Arrays.stream(entries(folder))
                .filter(entry -> !entry.isDirectory() && !isHidden(entry.getPath()))
                .toList();
    }

    /**
     * Returns the files in a folder at any depth.
     *
     * <p>Does not use Hadoop's recursive listing, which asks for the owner too and on a local disk starts a process per
     * file.
     */
    List<FileStatus> filesBelow(Path folder) throws IOException {
        List<FileStatus> found = new ArrayList<>();
        LocalDisk.Visit visit = disk.visit(folder);
        Deque<Path> folders = new ArrayDeque<>(List.of(folder));
        while (!folders.isEmpty()) {
            for (FileStatus entry : entries(folders.remove())) {
                if (isHidden(entry.getPath())) {
                    continue;
                }
                if (!visit.isNew(entry.getPath())) {
                    repeated++;
                } else if (entry.isDirectory()) {
                    folders.add(entry.getPath());
                } else {
                    found.add(entry);
                }
            }
        }
        found.sort(Comparator.comparing(file -> file.getPath().toString()));
        return found;
    }

    private FileStatus[] entries(Path folder) throws IOException {
        disk.checkNames(folder);
        return files.listStatus(folder);
    }

    private static boolean isHidden(Path path) {
        return path.getName().startsWith(".") || path.getName().startsWith("_");
    }
}
