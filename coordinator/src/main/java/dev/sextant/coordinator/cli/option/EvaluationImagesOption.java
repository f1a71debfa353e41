package dev.sextant.coordinator.cli.option;

import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.inference.Predictions;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The images on which models are evaluated: validation set, test set, or a folder. */
public final class EvaluationImagesOption {
    private Consumer<String> notices;
    private final Set<String> printed = new LinkedHashSet<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Evaluate on a local folder of images with one subfolder per class, e.g. images that no trial has"
                        + " seen.",
                "Default: the trials' validation images."
            })
    private Path folder;

    @Option(names = "--test", description = "Evaluate on the test set of the study's own data.")
    private boolean test;

    public EvaluationImagesOption(Console console) {
        this.notices = console.err()::println;
    }

    /** Prints unreadable files by another printer than standard error. */
    public void printTo(Consumer<String> printer) {
        notices = printer;
    }

    /**
     * Checks that the options do not contradict each other.
     *
     * @throws UsageException when more than one choice is given
     */
    public void check() {
        if (folder != null && test) {
            throw new UsageException("--data and --test cannot be combined. Give one of them.");
        }
    }

    /**
     * Predicts the classes of the chosen images. Prints each unreadable file once, however many models are evaluated.
     *
     * @throws CommandException when there are no such images
     */
    public Predictions predict(SavedClassifier classifier) throws IOException, InterruptedException {
        try {
            if (folder != null) {
                return classifier.predictions(folder, problem -> {
                    if (printed.add(problem)) {
                        notices.accept(problem);
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

    /** Returns the name of the set of the study's own images, as rows have it; empty for images of a folder. */
    public Optional<String> setOfStudy() {
        return folder != null ? Optional.empty() : Optional.of(test ? "test" : "validation");
    }

    /** Returns the noun for one of the images, e.g. {@code test image}. */
    private String noun() {
        return folder != null ? "image of " + folder : test ? "test image" : "validation image";
    }

    /** Formats a number of these images: {@code 800 validation images}. */
    public String count(int images) {
        return folder == null ? TextFormat.count(images, noun()) : TextFormat.count(images, "image") + " of " + folder;
    }
}
