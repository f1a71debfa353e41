package dev.sextant.coordinator.cli.image;

import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.RowFile;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.report.Picture;
import dev.sextant.coordinator.report.ReviewPage;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.clean.ImageFeatures;
import dev.sextant.worker.image.clean.Review;
import dev.sextant.worker.image.clean.Review.Kind;
import dev.sextant.worker.image.clean.Review.Suspect;
import dev.sextant.worker.image.data.Thumbnails;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
            "Extracts features with a pretrained network, trains a classifier on them and predicts each image's class by"
                    + " cross-validation. Near duplicates are images with similar features. Writes a table (suspects.csv) and"
                    + " a page to review the images (review.html), which saves the selected ones as a file for the setting"
                    + " exclude."
        },
        footer = {
            "",
            "Examples:",
            "  sextant clean cars-resnet18 --to review",
            "  sextant clean --data photographs/sorted --backbone resnet18 --to review"
        })
public final class CleanCommand implements Callable<Integer> {
    private static final int PIXELS = 176;

    /** Of a kind on the page: thousands of pictures would be looked at by nobody. */
    private static final int SHOWN = 300;

    private static final double UNSURE_FROM = 0.5;
    private static final double UNSURE_TO = 0.6;
    private static final List<String> COLUMNS = List.of(
            "path", "class", "part", "kind", "taken_for", "p", "other", "other_class", "other_part", "similarity");

    private static final String BACKBONE = "backbone";

    /** A network and what is made of images for it. */
    private static final Set<String> FED = Set.of(BACKBONE, "image_size", "preprocessing", "channels");

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
                    "Name of a study whose data and backbone are used. If the study searches the backbone, the best trial's"
                            + " is used. Alternatively give --data and --backbone.")
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
            description =
                    "Report an image as mislabeled if another class has a probability above P. Default: ${DEFAULT-VALUE}.")
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
        Map<String, Object> settings = settings();
        NativeHelpers.allow();
        ImageFeatures images;
        try {
            Path cache = Files.createDirectories(console.home().folder().resolve("cache"));
            images = ImageFeatures.of(settings, cache, Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage() + (backbone == null ? ". Give another with --backbone." : ""), e);
        }
        Review review = Review.of(images, new Review.Rules(wrongAbove, UNSURE_FROM, UNSURE_TO, similar, folds, 0));
        Path table = folder.resolve("suspects.csv");
        Path page = folder.resolve("review.html");
        WholeFile.write(table, file -> writeTable(file, images, review));
        WholeFile.write(
                page, file -> Files.writeString(file, page(images, review).html()));
        report(images, review, List.of(table, page));
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

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>();
        if (study != null) {
            try (DatabaseSession session = database.openExisting()) {
                StudyRow row = StudyArgument.find(study, session.database());
                TrialModel.requireClassifiers(row);
                settings.putAll(row.spec().trainer().settings());
                if (backbone == null && row.spec().space().find(BACKBONE).isPresent()) {
                    settings.putAll(bestBackbone(session, row));
                }
            }
        }
        if (data != null) {
            // What the study says about its own images does not hold for others.
            List.of("extra_train", "exclude", "folds", "fold").forEach(settings::remove);
            settings.put("data", data);
        }
        if (backbone != null) {
            settings.keySet().removeAll(FED);
            settings.put(BACKBONE, backbone);
        }
        return settings;
    }

    /** The best trial's network, and what it was fed. */
    private static Map<String, Object> bestBackbone(DatabaseSession session, StudyRow row) {
        Map<String, Object> chosen = new TreeMap<>(
                TrialModel.leaders(session.database(), row, 1).get(0).params());
        chosen.keySet().retainAll(FED);
        return chosen;
    }

    private static void writeTable(Path file, ImageFeatures images, Review review) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            RowFile table = RowFile.begin(RowFile.Format.CSV, writer, COLUMNS);
            review.suspects().forEach(suspect -> table.add(row(images, suspect)));
            table.end();
        }
    }

    private static Map<String, Object> row(ImageFeatures images, Suspect suspect) {
        ImageFeatures.Image image = images.images().get(suspect.image());
        Map<String, Object> row = Json.object(
                "path",
                image.path(),
                "class",
                images.classes().get(image.label()),
                "part",
                image.part(),
                "kind",
                suspect.kind().word(),
                "taken_for",
                images.classes().get(suspect.takenFor()),
                "p",
                suspect.probability());
        suspect.other().ifPresent(place -> {
            ImageFeatures.Image other = images.images().get(place);
            row.put("other", other.path());
            row.put("other_class", images.classes().get(other.label()));
            row.put("other_part", other.part());
            row.put("similarity", suspect.similarity());
        });
        return row;
    }

    private ReviewPage page(ImageFeatures images, Review review) {
        Thumbnails thumbnails = new Thumbnails(PIXELS);
        Map<Kind, List<ReviewPage.Card>> cards = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            cards.put(kind, new ArrayList<>());
        }
        Map<String, Long> counts = counts(review);
        for (Suspect suspect : review.suspects()) {
            if (cards.get(suspect.kind()).size() == SHOWN) {
                continue;
            }
            List<ReviewPage.Image> shown = new ArrayList<>();
            shown.add(picture(thumbnails, images, suspect.image()));
            suspect.other().ifPresent(other -> shown.add(picture(thumbnails, images, other)));
            cards.get(suspect.kind()).add(new ReviewPage.Card(shown, note(images, suspect)));
        }
        List<ReviewPage.Section> sections = new ArrayList<>();
        cards.forEach((kind, ofKind) -> sections.add(new ReviewPage.Section(
                title(kind), meaning(kind) + more(counts.get(kind.word()), ofKind.size()), ofKind)));
        return new ReviewPage(
                "Images to review" + (study == null ? "" : ": " + study),
                summary(images, review),
                sections,
                images.excluded());
    }

    private static String more(long all, int shown) {
        return all == shown ? "" : " Showing the clearest " + shown + " of " + all + "; suspects.csv lists all.";
    }

    private static Map<String, Long> counts(Review review) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            counts.put(
                    kind.word(),
                    review.suspects().stream()
                            .filter(suspect -> suspect.kind() == kind)
                            .count());
        }
        return counts;
    }

    private static ReviewPage.Image picture(Thumbnails thumbnails, ImageFeatures images, int place) {
        ImageFeatures.Image image = images.images().get(place);
        return new ReviewPage.Image(
                new Picture(image.path(), thumbnails.dataUri(image.address())),
                images.classes().get(image.label()) + ", " + image.part());
    }

    private static String note(ImageFeatures images, Suspect suspect) {
        return suspect.other().isPresent()
                ? String.format(Locale.ROOT, "similarity %.3f", suspect.similarity())
                : String.format(
                        Locale.ROOT,
                        "predicted %s, p %.3f",
                        images.classes().get(suspect.takenFor()),
                        suspect.probability());
    }

    private static String title(Kind kind) {
        return switch (kind) {
            case MISLABELLED -> "Possibly mislabeled";
            case CONTRADICTED -> "Near duplicates with different labels";
            case LEAKED -> "Near duplicates in different splits";
            case REPEATED -> "Near duplicates";
            case UNSURE -> "Ambiguous";
        };
    }

    private static String meaning(Kind kind) {
        return switch (kind) {
            case MISLABELLED ->
                "A classifier that was not trained on the image predicts another class with high probability.";
            case CONTRADICTED -> "One of the two labels is wrong.";
            case LEAKED ->
                "A model that memorized one image recognizes the other, so validation is too optimistic. Select one of the two.";
            case REPEATED -> "The image counts twice. Select one of the two, or none.";
            case UNSURE ->
                "The most probable class has a probability of 0.5 to 0.6. Most of these images are correct and worth keeping.";
        };
    }

    private static String summary(ImageFeatures images, Review review) {
        return "%s of %s. Accuracy of the classifier in cross-validation: %s."
                .formatted(
                        TextFormat.count(images.images().size(), "image"),
                        TextFormat.count(images.classes().size(), "class").replace("classs", "classes"),
                        TextFormat.share(review.accuracy(), 1));
    }

    private void report(ImageFeatures images, Review review, List<Path> files) {
        Map<String, Long> counts = counts(review);
        if (output.isJson()) {
            output.json(Json.object(
                    "images",
                    images.images().size(),
                    "accuracy",
                    review.accuracy(),
                    "suspects",
                    counts,
                    "files",
                    files.stream().map(Path::toString).toList()));
            return;
        }
        output.line(summary(images, review));
        Table table = Table.of("", ">images");
        counts.forEach((kind, count) -> table.row(kind, count));
        output.table(table);
        files.forEach(file -> output.line("wrote " + file));
    }
}
