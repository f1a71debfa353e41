package dev.sextant.coordinator.cli.image;

import dev.sextant.common.files.WholeFile;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what a program that knows nothing of Sextant needs of a classifier. */
public final class ClassifierFiles {
    private ClassifierFiles() {}

    /**
     * Writes the whole network, what to feed it, and its answers' names; each appears when it is whole.
     *
     * @param name of the network's file, without an ending
     * @return the files
     */
    public static List<Path> write(SavedClassifier classifier, Path folder, String name) throws IOException {
        Path network = folder.resolve(name + ".zip");
        Path card = folder.resolve(name + ".card.json");
        Path labels = folder.resolve("labels.txt");
        WholeFile.write(network, classifier::write);
        WholeFile.write(card, file -> Files.writeString(file, classifier.card().json() + "\n"));
        WholeFile.write(labels, file -> Files.write(file, classifier.classes()));
        return List.of(network, card, labels);
    }
}
