package dev.sextant.campaign;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Watches the checkpoint folder of a study: tells when a file is begun or gets its final name, and whether one was
 * written to under its final name, when it must be complete.
 */
final class CheckpointWatch implements AutoCloseable {
    private static final String TEMPORARY = "_";

    private final Path all;
    private final String study;
    private final WatchService service;
    private final Map<WatchKey, Path> watched = new ConcurrentHashMap<>();
    private final Set<Path> damaged = ConcurrentHashMap.newKeySet();
    private final Set<String> violations = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Path> created = new LinkedBlockingQueue<>();

    /**
     * Watches the folders of a study.
     *
     * @param all folder of all studies
     */
    CheckpointWatch(Path all, String study) throws IOException {
        this.all = Files.createDirectories(all);
        this.study = study;
        service = all.getFileSystem().newWatchService();
        watch(all);
        Thread thread = new Thread(this::follow, "checkpoint watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the folder that the study has created for its checkpoints; empty if it has none. */
    Optional<Path> studyFolder() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all, this::isOfStudy)) {
            Iterator<Path> found = folders.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        }
    }

    /** Sextant adds the number of the study and the time of its creation to its name. */
    private boolean isOfStudy(Path folder) {
        return folder.getFileName().toString().matches(study + "-\\d+-\\d{8}T\\d+");
    }

    /** Waits for a file under its temporary or its final name; returns whether one was made in time. */
    boolean awaitFile(boolean complete, Duration timeout) throws InterruptedException {
        created.clear();
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            Path file = created.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (file == null || complete != file.getFileName().toString().startsWith(TEMPORARY)) {
                return file != null;
            }
        }
    }

    /** Says that the campaign itself changes a file. */
    void willDamage(Path file) {
        damaged.add(file);
    }

    boolean isDamaged(Path file) {
        return damaged.contains(file);
    }

    /** Returns files that were written to under their final name, by others than the campaign. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    private void follow() {
        try {
            while (true) {
                WatchKey key = service.take();
                Path folder = watched.get(key);
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (event.context() instanceof Path name) {
                        accept(event.kind(), folder.resolve(name));
                    }
                }
                if (!key.reset()) {
                    watched.remove(key);
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // The voyage is over.
        } catch (IOException e) {
            violations.add("the checkpoint folder cannot be watched: " + e);
        }
    }

    private void accept(WatchEvent.Kind<?> kind, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            if (kind == StandardWatchEventKinds.ENTRY_CREATE
                    && (isOfStudy(file) || !file.getParent().equals(all))) {
                watch(file);
            }
        } else if (file.toString().endsWith(".ckpt")) {
            boolean temporary = file.getFileName().toString().startsWith(TEMPORARY);
            if (kind == StandardWatchEventKinds.ENTRY_CREATE) {
                created.add(file);
            } else if (kind == StandardWatchEventKinds.ENTRY_MODIFY && !temporary && !damaged.contains(file)) {
                violations.add(file.getFileName() + " was written to under its final name");
            }
        }
    }

    /** Watches a folder, after which files that were made before are found, too. */
    private void watch(Path folder) throws IOException {
        watched.put(
                folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY),
                folder);
        try (DirectoryStream<Path> already = Files.newDirectoryStream(folder)) {
            for (Path file : already) {
                accept(StandardWatchEventKinds.ENTRY_CREATE, file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
