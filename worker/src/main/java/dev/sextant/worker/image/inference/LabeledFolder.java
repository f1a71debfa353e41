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
 * Images in a local folder with one folder per class, to evaluate a trained classifier. A class may be missing.
 *
 * @param images images in the order of their paths
 * @param files files of the images, in the same order
 */
record LabeledFolder(List<Predictions.Image> images, List<Path> files) {

    /**
     * Lists a folder.
     *
     * @param classes names of the model's classes
     * @throws IllegalArgumentException if it holds no image, or a folder that is not named after a class
     */
    static LabeledFolder list(Path folder, List<String> classes) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "data (" + folder + ") is not a folder; give one that holds one folder of images per class");
        }
        List<Path> files = new ArrayList<>();
        List<Predictions.Image> images = new ArrayList<>();
        for (Path classFolder : visible(folder)) {
            String name = String.valueOf(classFolder.getFileName());
            if (!Files.isDirectory(classFolder)) {
                continue;
            }
            int label = classes.indexOf(name);
            if (label < 0) {
                throw new IllegalArgumentException("data (" + folder + ") has a folder " + name
                        + " that is not named after a class of the model (" + ImageFolder.abbreviated(classes)
                        + "); name folders after classes");
            }
            for (Path file : filesBelow(classFolder)) {
                files.add(file);
                images.add(new Predictions.Image(
                        folder.relativize(file).toString().replace('\\', '/'),
                        // Not toUri(), whose escapes Hadoop's Path does not decode.
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

    /**
     * Returns the entries whose names do not begin with a dot or an underscore, as in the listing of training images.
     */
    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !String.valueOf(entry.getFileName()).matches("[._].*"))
                    .sorted(Comparator.comparing(entry -> String.valueOf(entry.getFileName())))
                    .toList();
        }
    }
}
