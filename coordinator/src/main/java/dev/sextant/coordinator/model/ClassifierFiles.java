package dev.sextant.coordinator.model;

import dev.sextant.common.files.WholeFile;
import dev.sextant.common.text.ControlCharacters;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a classifier for programs without Sextant: complete network, model card, labels. */
public final class ClassifierFiles {
    private ClassifierFiles() {}

    /**
     * Writes the network, its model card and the names of its classes, one per line. Each file appears when it is
     * complete. Control characters in names, which models of earlier releases may have, are escaped in the list.
     *
     * @param name name of the network's file, without extension
     * @return the files
     */
    public static List<Path> write(SavedClassifier classifier, Path folder, String name) throws IOException {
        Path network = folder.resolve(name + ".zip");
        Path card = folder.resolve(name + ".card.json");
        Path labels = folder.resolve("labels.txt");
        WholeFile.write(network, classifier::write);
        WholeFile.write(card, file -> Files.writeString(file, classifier.card().json() + "\n"));
        WholeFile.write(labels, file -> Files.write(file, lines(classifier.classes())));
        return List.of(network, card, labels);
    }

    /** Returns a line per class, in which line breaks and other control characters are escaped. */
    static List<String> lines(List<String> classes) {
        return classes.stream().map(ControlCharacters::escaped).toList();
    }
}
