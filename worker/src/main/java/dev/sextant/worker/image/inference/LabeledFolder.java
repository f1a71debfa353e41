package dev.sextant.worker.image.inference;

import dev.sextant.worker.image.data.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images in a local folder a class, to measure a finished classifier on: a class may be absent or have one image.
 *
 * @param images in the order of their paths
 * @param files the same, as files
 */
record LabeledFolder(List<Predictions.Image> images, List<Path> files) {

    /** @throws IllegalArgumentException when it holds no image, or a folder that is named after no class */
    static LabeledFolder list(Path folder, List<String> classes) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "data (" + folder + ") is no folder; give one that holds a folder of images a class");
        }
        List<Path> files = new ArrayList<>();
        List<Predictions.Image> images = new ArrayList<>();
        for (Path ofClass : visible(folder)) {
            String name = String.valueOf(ofClass.getFileName());
            if (!Files.isDirectory(ofClass)) {
                continue;
            }
            int label = classes.indexOf(name);
            if (label < 0) {
                throw new IllegalArgumentException("data (" + folder + ") has a folder " + name
                        + " that is named after no class of the model (" + ImageFolder.abbreviated(classes)
                        + "); name folders after classes");
            }
            for (Path file : filesBelow(ofClass)) {
                files.add(file);
                images.add(new Predictions.Image(
                        folder.relativize(file).toString().replace('\\', '/'),
                        // Not as a URI, whose escapes Hadoop's paths do not know.
                        "file:" + file.toAbsolutePath(),
                        label));
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "data (" + folder + ") holds no image in a folder named after a class of the model ("
                            + ImageFolder.abbreviated(classes) + ")");
        }
        return new LabeledFolder(images, files);
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path entry : visible(folder)) {
            if (Files.isDirectory(entry)) {
                files.addAll(filesBelow(entry));
            } else {
                files.add(entry);
            }
        }
        return files;
    }

    /** As folders of training images are listed: without names that begin with a dot or an underscore. */
    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !String.valueOf(entry.getFileName()).matches("[._].*"))
                    .sorted(Comparator.comparing(entry -> String.valueOf(entry.getFileName())))
                    .toList();
        }
    }
}
