package dev.sextant.worker.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sextant.common.files.BoundedRead;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Checkpoint of a program as one file: a zip of the file or folder that the program named, with its epoch.
 *
 * @param epoch last epoch trained
 * @param done whether the program wants no further epoch
 * @param checkpointEpoch epoch after which the program wrote its checkpoint; 0 if it named none
 * @param name name of the checkpoint in the program's checkpoint folder
 */
record CheckpointArchive(int epoch, boolean done, int checkpointEpoch, Optional<String> name) {
    private static final String INDEX = "sextant.json";
    private static final String CONTENT = "content/";
    private static final JsonMapper JSON = new JsonMapper();

    /** Writes the archive, with the file or folder of the checkpoint's name in {@code folder}. */
    void pack(Path folder, Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            // Weights hardly compress, and training waits meanwhile.
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(entry(INDEX));
            Map<String, Object> index =
                    new TreeMap<>(Map.of("epoch", epoch, "done", done, "checkpoint_epoch", checkpointEpoch));
            name.ifPresent(given -> index.put("checkpoint", given));
            zip.write(JSON.writeValueAsBytes(index));
            zip.closeEntry();
            if (name.isPresent()) {
                packContent(folder, folder.resolve(name.get()), zip);
            }
        }
    }

    private static void packContent(Path folder, Path checkpoint, ZipOutputStream zip) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(checkpoint, FileVisitOption.FOLLOW_LINKS)) {
            paths = walk.sorted().toList();
        }
        for (Path path : paths) {
            String relative = CONTENT + folder.relativize(path).toString().replace('\\', '/');
            if (Files.isDirectory(path)) {
                zip.putNextEntry(entry(relative + "/"));
            } else {
                zip.putNextEntry(entry(relative));
                Files.copy(path, zip);
            }
            zip.closeEntry();
        }
    }

    /** Returns an entry without a time, so that equal content gives equal bytes. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    /**
     * Unpacks an archive into a folder.
     *
     * @throws IOException if the file is not such an archive, or an entry would be written outside the folder
     */
    static CheckpointArchive unpack(Path file, Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            ZipEntry first = zip.getNextEntry();
            if (first == null || !first.getName().equals(INDEX)) {
                throw new IOException(file + " is not a checkpoint of the trainer command");
            }
            JsonNode index = JSON.readTree(BoundedRead.text(zip, INDEX));
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                unpack(zip, entry, folder);
            }
            return new CheckpointArchive(
                    index.path("epoch").asInt(),
                    index.path("done").asBoolean(),
                    index.path("checkpoint_epoch").asInt(),
                    Optional.ofNullable(index.path("checkpoint").textValue()));
        } catch (EOFException e) {
            throw new IOException(file + " is cut off", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " has an entry whose name no file may have: " + e.getMessage(), e);
        }
    }

    private static void unpack(ZipInputStream zip, ZipEntry entry, Path folder) throws IOException {
        Path target = target(entry.getName(), folder);
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else {
            Files.createDirectories(target.getParent());
            Files.copy(zip, target);
        }
    }

    private static Path target(String entry, Path folder) throws IOException {
        if (!entry.startsWith(CONTENT)) {
            throw new IOException("Entry " + entry + " of a checkpoint is not below " + CONTENT);
        }
        Path target = folder.resolve(entry.substring(CONTENT.length())).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("Entry " + entry + " of a checkpoint would be written outside its folder");
        }
        return target;
    }
}
