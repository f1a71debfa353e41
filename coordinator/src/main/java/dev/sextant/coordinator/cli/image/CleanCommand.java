package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.model.ImageReview;
import dev.sextant.coordinator.model.ModelException;
import dev.sextant.coordinator.report.ReviewReport;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.Database;
import dev.sextant.worker.image.clean.ImageFeatures;
import dev.sextant.worker.image.clean.Review;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant clean}. */
@Command(
        name = "clean",
        description = {
            "Find mislabeled, ambiguous and near-duplicate images.",
            "",
            "Extracts features with a pretrained network, trains a classifier on them and predicts each image's class"
                    + " by cross-validation. Near duplicates are images with similar features. Writes a table"
                    + " (suspects.csv) and a page to review the images (review.html), which saves the selected ones as a"
                    + " file for the setting exclude."
        },
        footer = {
            "",
            "Examples:",
            "  sextant clean cars-resnet18 --to review",
            "  sextant clean --data photographs/sorted --backbone resnet18 --to review"
        })
public final class CleanCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "Name of a study whose data and backbone are used. If the study searches the backbone, the best"
                            + " trial's is used. Alternatively give --data and --backbone.")
    private String study;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Images, in any form that the setting data accepts. Default: the study's.")
    private String data;

    @Option(
            names = "--backbone",
            paramLabel = "FILE",
            description = "Pretrained network, a file or an installed backbone. Default: the study's.")
    private String backbone;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Output folder. Created if it does not exist.")
    private Path folder;

    @Option(
            names = "--wrong-above",
            paramLabel = "P",
            defaultValue = "0.9",
            description = "Report an image as mislabeled if another class has a probability above P. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double wrongAbove;

    @Option(
            names = "--similar",
            paramLabel = "S",
            defaultValue = "0.9",
            description = "Minimum cosine similarity of near duplicates, up to 1. Default: ${DEFAULT-VALUE}.")
    private double similar;

    @Option(
            names = "--folds",
            paramLabel = "K",
            defaultValue = "5",
            description = "Number of cross-validation folds. Default: ${DEFAULT-VALUE}.")
    private int folds;

    public CleanCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        ImageFeatures images;
        Review review;
        try (ProgressLine progress = new ProgressLine(console)) {
            progress.showUnless(output.isJson());
            images = features();
            review = Review.of(images, ImageReview.rules(wrongAbove, similar, folds));
        }
        ReviewReport report =
                new ReviewReport("Images to review" + (study == null ? "" : ": " + study), images, review);
        print(report, report.write(folder));
        return ExitCode.DONE;
    }

    private void check() {
        if (study == null && (data == null || backbone == null)) {
            throw new UsageException("Give the NAME of a study, or both --data and --backbone");
        }
        if (!(wrongAbove >= 0.5 && wrongAbove < 1) || !(similar > 0 && similar <= 1) || folds < 2) {
            throw new UsageException("--wrong-above (" + wrongAbove + ") must be in [0.5, 1), --similar (" + similar
                    + ") in (0, 1], --folds (" + folds + ") at least 2");
        }
    }

    private ImageFeatures features() throws IOException, InterruptedException {
        ImageReview request = request();
        try {
            return request.features(console.home().folder());
        } catch (ModelException e) {
            throw new CommandException(
                    e.getMessage() + (backbone == null ? ". Give another backbone with --backbone." : ""), e);
        }
    }

    private ImageReview request() {
        if (study == null) {
            return ImageReview.of(data, backbone);
        }
        try (DatabaseSession session = database.openAsIs()) {
            Database open = session.database();
            return ImageReview.ofStudy(
                    open, StudyArgument.find(study, open), Optional.ofNullable(data), Optional.ofNullable(backbone));
        }
    }

    private void print(ReviewReport report, List<Path> files) {
        if (output.isJson()) {
            output.json(Json.object(
                    "images",
                    report.images().images().size(),
                    "accuracy",
                    report.review().accuracy(),
                    "suspects",
                    report.counts(),
                    "files",
                    files.stream().map(Path::toString).toList()));
            return;
        }
        output.line(report.summary());
        Table table = Table.of("", ">images");
        report.counts().forEach((kind, count) -> table.row(kind, count));
        output.table(table);
        files.forEach(file -> output.line("Wrote " + file));
        output.next(NextStep.afterClean(folder));
    }
}
