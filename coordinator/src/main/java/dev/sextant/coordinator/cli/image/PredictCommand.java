package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.option.TestTimeAugmentationOption;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.ProgressLine;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.model.ImagePaths;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.report.PredictionTable;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.image.inference.SavedClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant predict}. */
@Command(
        name = "predict",
        description = {
            "Classify images with the best model, or another one.",
            "",
            "Writes a CSV table, sorted by path: id (the path relative to IMAGES), class (the predicted class), and one column"
                    + " p.NAME per class with its probability. For competitions, --columns writes a table of two columns."
        },
        footer = {
            "",
            "Examples:",
            "  sextant predict cars-resnet18 photographs --to predictions.csv",
            "  sextant predict cars-resnet18 photographs --tta 8 --to predictions.csv",
            "  sextant predict cars-resnet18 test --columns name,label --strip-extension --to submission.csv",
            "  sextant predict cars-resnet18 one.jpg"
        })
public final class PredictCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1",
            paramLabel = "IMAGES",
            description =
                    "Local folder of images, searched recursively, or a single image. Skips names that begin with a"
                            + " dot.")
    private Path images;

    @Mixin
    private final ModelOption modelOption = new ModelOption();

    @Mixin
    private final TestTimeAugmentationOption augmentation = new TestTimeAugmentationOption();

    @Option(names = "--to", paramLabel = "FILE", description = "Output file. Default: standard output.")
    private Path file;

    @Option(
            names = "--columns",
            paramLabel = "ID,CLASS",
            split = ",",
            description =
                    "Write only two columns, id and class, under these names. Default: id, class and probabilities.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--strip-extension",
            description = "Leave the file extension out of the ids: cars/12 for cars/12.jpg.")
    private boolean stripExtension;

    public PredictCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        modelOption.check();
        checkColumns();
        ImagePaths paths = paths();
        List<String> ids = ids(paths);
        int views = augmentation.count();
        try (ProgressLine progress = new ProgressLine(console);
                DatabaseSession session = database.openAsIs()) {
            // A table on the terminal shows its own progress.
            progress.showUnless(file == null && console.terminal());
            StudyRow row = study.find(session.database());
            try (TrialModel model = modelOption.model(
                            session.database(), row, console.home().folder());
                    SavedClassifier classifier = model.open(views)) {
                int unreadable = write(classifier, paths, ids, progress);
                progress.print("Classified %s of %s with %s%s%s"
                        .formatted(
                                paths.files().size() - unreadable,
                                TextFormat.count(paths.files().size(), "file"),
                                model.describe(),
                                augmentation.describe(),
                                unreadable == 0 ? "" : ". Unreadable files have no class in the table."));
                console.err().println(NextStep.afterPredict(study.name()));
            }
        }
        return ExitCode.DONE;
    }

    private void checkColumns() {
        if (columns.isEmpty()) {
            return;
        }
        String given = "--columns (" + String.join(",", columns) + ")";
        if (columns.size() != 2 || columns.stream().anyMatch(String::isBlank)) {
            throw new UsageException(given + " must be two names, of the ids and of the classes, e.g. name,label");
        }
        if (columns.get(0).equals(columns.get(1))) {
            throw new UsageException(given + " must be two different names, of the ids and of the classes");
        }
    }

    private PredictionTable.Columns tableColumns() {
        return columns.isEmpty()
                ? PredictionTable.Columns.ALL
                : new PredictionTable.Columns(columns.get(0), columns.get(1), false);
    }

    /** Returns the id of each file, and refuses two of the same name. */
    private List<String> ids(ImagePaths paths) {
        if (!stripExtension) {
            return paths.files().stream().map(paths::id).toList();
        }
        Map<String, Path> byId = new LinkedHashMap<>();
        for (Path path : paths.files()) {
            String id = paths.idWithoutExtension(path);
            Path other = byId.put(id, path);
            if (other != null) {
                throw new UsageException("--strip-extension gives " + paths.id(other) + " and " + paths.id(path)
                        + " the same id. Rename one of them, or leave the option out.");
            }
        }
        return List.copyOf(byId.keySet());
    }

    private ImagePaths paths() throws IOException {
        if (!Files.exists(images)) {
            throw new UsageException(
                    "IMAGES (" + images + ") does not exist. Give a folder of images or a single image.");
        }
        ImagePaths paths = ImagePaths.below(images);
        if (paths.files().isEmpty()) {
            throw new UsageException("IMAGES (" + images + ") contains no files");
        }
        return paths;
    }

    /** Writes the table and returns the number of unreadable files. */
    private int write(SavedClassifier classifier, ImagePaths paths, List<String> ids, ProgressLine progress)
            throws IOException, InterruptedException {
        AtomicInteger unreadable = new AtomicInteger();
        PredictionTable.Rows rows = table -> classifier.predict(paths.files(), prediction -> {
            Path path = paths.files().get(prediction.image());
            String id = ids.get(prediction.image());
            if (prediction.problem().isEmpty()) {
                table.add(id, prediction.label(), prediction.probabilities());
            } else {
                unreadable.incrementAndGet();
                table.addUnreadable(id);
                progress.print(path + " " + prediction.problem().get());
            }
        });
        if (file == null) {
            PredictionTable.write(console.out(), classifier.classes(), tableColumns(), rows);
        } else {
            PredictionTable.write(file, classifier.classes(), tableColumns(), rows);
        }
        return unreadable.get();
    }
}
