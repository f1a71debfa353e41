package dev.sextant.coordinator.spark;

import dev.sextant.common.files.FileTree;
import dev.sextant.common.files.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder for the output and the temporary files of a sweep's processes on this machine, below Sextant's own folder. It is
 * deleted when it is closed.
 *
 * <p>Each of the processes holds a shared lock on a file in it, which ends with the process however it ends. So a folder
 * whose file can be locked exclusively belongs to a sweep that was killed, and the next sweep deletes it.
 */
public final class WorkFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkFolder.class);
    private static final String PREFIX = "sweep-";
    private static final String IN_USE = "in-use";

    /** How long executors may take to end after the application. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    /** Files that this process has locked as an executor. One that nobody refers to is closed, and its lock is lost. */
    private static final Set<FileChannel> JOINED = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel inUse;

    private WorkFolder(Path path, FileChannel inUse) {
        this.path = path;
        this.inUse = inUse;
    }

    /**
     * Creates a folder, and deletes those that no process uses.
     *
     * @param home Sextant's own folder on this machine, created if it does not exist
     */
    static synchronized WorkFolder create(Path home) throws IOException {
        Path all = home.resolve("work");
        if (Files.notExists(all)) {
            OwnerOnly.createDirectories(all);
            warnIfOpen(home);
        }
        // Only one sweep at a time creates or deletes, so no folder is seen before its file is locked.
        try (FileChannel gate = open(all.resolve("lock"));
                FileLock alone = gate.lock()) {
            deleteUnused(all, alone);
            Path path = Files.createTempDirectory(all, PREFIX);
            return new WorkFolder(path, use(path));
        }
    }

    /** Marks a folder as used by this process, until it ends. */
    static void join(Path folder) throws IOException {
        JOINED.add(use(folder));
    }

    private static void warnIfOpen(Path home) throws IOException {
        if (OwnerOnly.isOpen(home)) {
            log.warn("Other users may read {}, with its studies and models. To close it: chmod 700 {}", home, home);
        }
    }

    /** Returns a channel that holds a shared lock as long as it is open. */
    @SuppressWarnings("MustBeClosedChecker")
    private static FileChannel use(Path folder) throws IOException {
        FileChannel channel = open(folder.resolve(IN_USE));
        channel.lock(0, Long.MAX_VALUE, true);
        return channel;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(OwnerOnly.createFile(file), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void deleteUnused(Path all, FileLock alone) {
        try {
            for (Path folder : sweeps(all)) {
                if (alone.isValid() && isUnused(folder)) {
                    FileTree.delete(folder);
                }
            }
        } catch (IOException e) {
            log.warn("Cannot delete folders of earlier sweeps in {}: {}", all, e.toString());
        }
    }

    /** Returns the folders of killed sweeps that the next sweep will delete. Changes nothing. */
    public static List<Path> leftBehind(Path home) throws IOException {
        Path all = home.resolve("work");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        List<Path> unused = new ArrayList<>();
        for (Path folder : sweeps(all)) {
            if (isUnused(folder)) {
                unused.add(folder);
            }
        }
        return unused;
    }

    private static List<Path> sweeps(Path all) throws IOException {
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(
                            folder -> folder.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(folder))
                    .toList();
        }
    }

    private static boolean isUnused(Path folder) throws IOException {
        Path file = folder.resolve(IN_USE);
        if (Files.notExists(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // used by this very process
        }
    }

    Path path() {
        return path;
    }

    /** Deletes the folder once all other processes that use it have ended. */
    @Override
    public void close() {
        try {
            inUse.close();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!isUnused(path)) {
                if (System.nanoTime() > deadline) {
                    log.warn("Processes still use {}; the next sweep deletes it", path);
                    return;
                }
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
            FileTree.delete(path);
        } catch (IOException e) {
            log.warn("Cannot delete {}: {}", path, e.toString());
        }
    }
}
