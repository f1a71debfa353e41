package dev.sextant.coordinator.cli;

import dev.sextant.sql.StudyRow;
import dev.sextant.worker.image.SavedClassifier;
import dev.sextant.worker.image.SavedClassifier.Prediction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant predict}. */
@Command(
        name = "predict",
        description = {
            "Classify images by the best trial's model. Writes a table: id (the path below IMAGES), class, and p.NAME, the",
            "probability of each class, in the order of the paths."
        },
        footer = {
            "",
            "Examples:",
            "  sextant predict cars-resnet18 photographs --to predictions.csv",
            "  sextant predict cars-resnet18 one.jpg"
        })
final class PredictCommand implements Callable<Integer> {
    private static final String ID = "id";
    private static final String CLASS = "class";
    private static final String PROBABILITY = "p.";

    private final Console console;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1",
            paramLabel = "IMAGES",
            description =
                    "A local folder of images, at any depth, or one image. Names that begin with a dot are left out.")
    private Path images;

    @Option(names = "--to", paramLabel = "FILE", description = "Where to write the table. Default: standard output.")
    private Path file;

    PredictCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> files = files();
        try (DatabaseSession session = database.openExisting()) {
            StudyRow row = study.find(session.database());
            try (BestModel model = BestModel.fetch(
                            session.database(), row, console.home().folder());
                    SavedClassifier classifier = model.open()) {
                int unreadable = write(classifier, files);
                console.err()
                        .println("%s of %s classified by %s%s"
                                .formatted(
                                        files.size() - unreadable,
                                        Words.count(files.size(), "file"),
                                        model.describe(),
                                        unreadable == 0 ? "" : "; the others have no class in the table"));
            }
        }
        return ExitCode.DONE;
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(images)) {
            throw new UsageException("IMAGES (" + images + ") does not exist; give a folder of images, or one image");
        }
        try (Stream<Path> found = Files.walk(images)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(path -> path.equals(images) || !isHidden(images.relativize(path)))
                    .sorted(Comparator.comparing(this::id))
                    .toList();
            if (files.isEmpty()) {
                throw new UsageException("IMAGES (" + images + ") holds no file");
            }
            return files;
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private String id(Path path) {
        return path.equals(images)
                ? path.getFileName().toString()
                : images.relativize(path).toString().replace('\\', '/');
    }

    /** @return files that are no images */
    private int write(SavedClassifier classifier, List<Path> files) throws IOException, InterruptedException {
        if (file == null) {
            int unreadable = write(classifier, files, console.out());
            console.out().flush();
            return unreadable;
        }
        try (WholeFile whole = WholeFile.at(file)) {
            int unreadable;
            try (BufferedWriter writer = Files.newBufferedWriter(whole.temporary())) {
                unreadable = write(classifier, files, writer);
            }
            whole.keep();
            return unreadable;
        }
    }

    private int write(SavedClassifier classifier, List<Path> files, Writer writer)
            throws IOException, InterruptedException {
        List<String> columns = new ArrayList<>(List.of(ID, CLASS));
        classifier.classes().forEach(name -> columns.add(PROBABILITY + name));
        RowFile table = RowFile.begin(RowFile.Format.CSV, writer, columns);
        List<Path> unreadable = new ArrayList<>();
        classifier.predict(files, prediction -> {
            Path path = files.get(prediction.image());
            table.add(row(path, prediction, classifier.classes()));
            prediction.problem().ifPresent(why -> {
                unreadable.add(path);
                console.err().println(path + " " + why);
            });
        });
        table.end();
        writer.flush();
        return unreadable.size();
    }

    private Map<String, Object> row(Path path, Prediction prediction, List<String> classes) {
        Map<String, Object> row = Json.object(ID, id(path));
        if (prediction.problem().isEmpty()) {
            row.put(CLASS, classes.get(prediction.label()));
            for (int label = 0; label < classes.size(); label++) {
                row.put(PROBABILITY + classes.get(label), prediction.probabilities()[label]);
            }
        }
        return row;
    }
}
