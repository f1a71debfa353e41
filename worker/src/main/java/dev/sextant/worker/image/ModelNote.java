package dev.sextant.worker.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a saved model says about itself beyond its weights: the entry {@code sextant.json} of its zip.
 *
 * @param epoch epochs trained
 * @param classes by label
 * @param imageSize side of the input images, pixels
 * @param channels of the input images
 * @param preprocessing of the input images
 * @param backbone SHA-256 of the backbone's zip; empty for none
 * @param split fingerprint of the training and validation images
 */
record ModelNote(
        int epoch,
        List<String> classes,
        int imageSize,
        int channels,
        Preprocessing preprocessing,
        String backbone,
        String split) {
    private static final String ENTRY = "sextant.json";

    void addTo(Path zip) throws IOException {
        try (FileSystem entries = FileSystems.newFileSystem(zip)) {
            Files.write(entries.getPath(ENTRY), new ObjectMapper().writeValueAsBytes(this));
        }
    }

    /** @return empty when the zip has no such entry */
    static Optional<ModelNote> readFrom(Path zip) throws IOException {
        try (FileSystem entries = FileSystems.newFileSystem(zip)) {
            Path entry = entries.getPath(ENTRY);
            return Files.exists(entry)
                    ? Optional.of(new ObjectMapper().readValue(Files.readAllBytes(entry), ModelNote.class))
                    : Optional.empty();
        }
    }
}
