package dev.sextant.coordinator.cli;

import dev.sextant.worker.image.answer.Answers;
import dev.sextant.worker.image.answer.SavedClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which images classifiers are measured on. */
final class AskedOption {
    private final Console console;
    private final Set<String> told = new LinkedHashSet<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Measure on the images of a local folder that holds a folder a class, e.g. ones that no trial saw.",
                "Default: the images that validated the trials."
            })
    private Path folder;

    @Option(names = "--test", description = "Measure on the test part of the study's own data.")
    private boolean test;

    AskedOption(Console console) {
        this.console = console;
    }

    void check() {
        if (folder != null && test) {
            throw new UsageException("--data and --test do not go together; choose one");
        }
    }

    Answers ask(SavedClassifier classifier) throws IOException, InterruptedException {
        try {
            if (folder != null) {
                return classifier.answers(folder, problem -> {
                    if (told.add(problem)) {
                        console.err().println(problem);
                    }
                });
            }
            return classifier.answers(
                    test ? SavedClassifier.Asked.TEST : SavedClassifier.Asked.VALIDATION,
                    Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }

    /** One of the images. */
    String noun() {
        return folder != null ? "image of " + folder : test ? "test image" : "validation image";
    }

    /** So many images, in words. */
    String count(int images) {
        return folder == null ? Words.count(images, noun()) : Words.count(images, "image") + " of " + folder;
    }
}
