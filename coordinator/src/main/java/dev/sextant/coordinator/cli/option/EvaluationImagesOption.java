package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.worker.image.inference.Predictions;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which images classifiers are measured on. */
public final class EvaluationImagesOption {
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

    public EvaluationImagesOption(Console console) {
        this.console = console;
    }

    public void check() {
        if (folder != null && test) {
            throw new UsageException("--data and --test do not go together; choose one");
        }
    }

    public Predictions ask(SavedClassifier classifier) throws IOException, InterruptedException {
        try {
            if (folder != null) {
                return classifier.predictions(folder, problem -> {
                    if (told.add(problem)) {
                        console.err().println(problem);
                    }
                });
            }
            return classifier.predictions(
                    test ? SavedClassifier.EvaluationSet.TEST : SavedClassifier.EvaluationSet.VALIDATION,
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
    public String count(int images) {
        return folder == null ? TextFormat.count(images, noun()) : TextFormat.count(images, "image") + " of " + folder;
    }
}
