package dev.sextant.coordinator.report;

import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.RowFile;
import dev.sextant.coordinator.text.TextFormat;
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

/**
 * A review of training images as a table ({@code suspects.csv}) and as a page ({@code review.html}).
 *
 * @param title title of the page
 * @param images the reviewed images
 */
public record ReviewReport(String title, ImageFeatures images, Review review) {
    private static final int THUMBNAIL_PIXELS = 176;

    /** Images per kind on the page: nobody looks at thousands of pictures. */
    private static final int MAX_CARDS = 300;

    private static final List<String> COLUMNS = List.of(
            "path", "class", "part", "kind", "taken_for", "p", "other", "other_class", "other_part", "similarity");

    /** Writes table and page to a folder and returns the files. */
    public List<Path> write(Path folder) throws IOException {
        Path table = folder.resolve("suspects.csv");
        Path page = folder.resolve("review.html");
        WholeFile.write(table, this::writeTable);
        WholeFile.write(page, file -> Files.writeString(file, page().html()));
        return List.of(table, page);
    }

    /** Returns the number of suspect images by kind. */
    public Map<String, Long> counts() {
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

    /** Describes the images and the accuracy of the classifier that reviewed them. */
    public String summary() {
        int classes = images.classes().size();
        return "%s of %s. Accuracy of the classifier in cross-validation: %s."
                .formatted(
                        TextFormat.count(images.images().size(), "image"),
                        TextFormat.count(classes) + (classes == 1 ? " class" : " classes"),
                        TextFormat.share(review.accuracy(), 1));
    }

    private void writeTable(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            RowFile table = RowFile.begin(RowFile.Format.CSV, writer, COLUMNS);
            review.suspects().forEach(suspect -> table.add(row(suspect)));
            table.end();
        }
    }

    private Map<String, Object> row(Suspect suspect) {
        ImageFeatures.Image image = image(suspect.image());
        Map<String, Object> row = Json.object(
                "path",
                image.path(),
                "class",
                className(image.label()),
                "part",
                image.part(),
                "kind",
                suspect.kind().word(),
                "taken_for",
                className(suspect.predicted()),
                "p",
                suspect.probability());
        suspect.other().map(this::image).ifPresent(other -> {
            row.put("other", other.path());
            row.put("other_class", className(other.label()));
            row.put("other_part", other.part());
            row.put("similarity", suspect.similarity());
        });
        return row;
    }

    private ReviewPage page() {
        Thumbnails thumbnails = new Thumbnails(THUMBNAIL_PIXELS);
        List<ReviewPage.Section> sections = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            List<Suspect> suspects = review.suspects().stream()
                    .filter(suspect -> suspect.kind() == kind)
                    .toList();
            List<ReviewPage.Card> cards = suspects.stream()
                    .limit(MAX_CARDS)
                    .map(suspect -> card(suspect, thumbnails))
                    .toList();
            String remark = cards.size() == suspects.size()
                    ? ""
                    : " Showing the clearest " + cards.size() + " of " + suspects.size() + "; suspects.csv lists all.";
            sections.add(new ReviewPage.Section(heading(kind), explanation(kind) + remark, cards));
        }
        return new ReviewPage(title, summary(), sections, images.excluded());
    }

    private ReviewPage.Card card(Suspect suspect, Thumbnails thumbnails) {
        List<ReviewPage.Image> shown = new ArrayList<>();
        shown.add(picture(suspect.image(), thumbnails));
        suspect.other().ifPresent(other -> shown.add(picture(other, thumbnails)));
        String note = suspect.other().isPresent()
                ? String.format(Locale.ROOT, "similarity %.3f", suspect.similarity())
                : String.format(
                        Locale.ROOT, "predicted %s, p %.3f", className(suspect.predicted()), suspect.probability());
        return new ReviewPage.Card(shown, note);
    }

    private ReviewPage.Image picture(int index, Thumbnails thumbnails) {
        ImageFeatures.Image image = image(index);
        return new ReviewPage.Image(
                new Picture(image.path(), thumbnails.dataUri(image.address())),
                className(image.label()) + ", " + image.part());
    }

    private ImageFeatures.Image image(int index) {
        return images.images().get(index);
    }

    private String className(int label) {
        return images.classes().get(label);
    }

    private static String heading(Kind kind) {
        return switch (kind) {
            case MISLABELED -> "Possibly mislabeled";
            case CONTRADICTED -> "Near duplicates with different labels";
            case LEAKED -> "Near duplicates in different splits";
            case REPEATED -> "Near duplicates";
            case UNSURE -> "Ambiguous";
        };
    }

    private static String explanation(Kind kind) {
        return switch (kind) {
            case MISLABELED ->
                "A classifier that was not trained on the image predicts another class with high" + " probability.";
            case CONTRADICTED -> "One of the two labels is wrong.";
            case LEAKED ->
                "A model that memorized one image recognizes the other, so validation is too optimistic."
                        + " Select one of the two.";
            case REPEATED -> "The image counts twice. Select one of the two, or none.";
            case UNSURE ->
                "The most probable class has a probability of 0.5 to 0.6. Most of these images are correct"
                        + " and worth keeping.";
        };
    }
}
