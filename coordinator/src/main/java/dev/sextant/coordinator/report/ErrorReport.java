package dev.sextant.coordinator.report;

import dev.sextant.coordinator.text.Json;
import dev.sextant.worker.image.data.Thumbnails;
import dev.sextant.worker.image.inference.Confusion;
import dev.sextant.worker.image.inference.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Misclassified images, as text, JSON and an HTML page. */
public final class ErrorReport {
    /** Confusions shown as text. */
    private static final int MAX_LINES = 10;

    /** Images per confusion shown as text. */
    private static final int MAX_NAMED = 3;

    /** Confusions shown on the page. */
    private static final int MAX_SECTIONS = 50;

    /** Images per confusion shown on the page. */
    private static final int MAX_PICTURES = 24;

    private static final int THUMBNAIL_PIXELS = 176;

    private final Predictions predictions;
    private final List<Confusion> confusions;

    /** Finds the errors in the predictions. */
    public ErrorReport(Predictions predictions) {
        this.predictions = predictions;
        this.confusions = Confusion.of(predictions);
    }

    /** Formats the most frequent confusions, each with its most confident errors. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Confusion confusion : confusions.subList(0, Math.min(MAX_LINES, confusions.size()))) {
            List<Confusion.Mistake> errors = confusion.errors();
            lines.add("%4d  %s predicted as %s"
                    .formatted(errors.size(), className(confusion.actual()), className(confusion.predicted())));
            lines.add("      "
                    + errors.stream()
                            .limit(MAX_NAMED)
                            .map(error -> String.format(Locale.ROOT, "%s (%.2f)", path(error), error.probability()))
                            .collect(Collectors.joining(", "))
                    + (errors.size() > MAX_NAMED ? " and " + (errors.size() - MAX_NAMED) + " more" : ""));
        }
        return lines;
    }

    /** Returns all errors, ordered by the frequency of their confusion. */
    public List<Map<String, Object>> json() {
        List<Map<String, Object>> json = new ArrayList<>();
        for (Confusion confusion : confusions) {
            for (Confusion.Mistake error : confusion.errors()) {
                json.add(Json.object(
                        "path",
                        path(error),
                        "class",
                        className(confusion.actual()),
                        "taken_for",
                        className(confusion.predicted()),
                        "p",
                        error.probability()));
            }
        }
        return json;
    }

    /** Returns a self-contained page of the errors with their images. */
    public String html(String title, String summary) {
        Thumbnails thumbnails = new Thumbnails(THUMBNAIL_PIXELS);
        List<ErrorPage.Confusion> sections = new ArrayList<>();
        for (Confusion confusion : confusions.subList(0, Math.min(MAX_SECTIONS, confusions.size()))) {
            List<ErrorPage.Mistake> shown = confusion.errors().stream()
                    .limit(MAX_PICTURES)
                    .map(error -> new ErrorPage.Mistake(
                            new Picture(
                                    path(error), thumbnails.dataUri(image(error).address())),
                            error.probability()))
                    .toList();
            sections.add(new ErrorPage.Confusion(
                    className(confusion.actual()),
                    className(confusion.predicted()),
                    confusion.errors().size(),
                    shown));
        }
        return new ErrorPage(title, summary, sections).html();
    }

    private String className(int label) {
        return predictions.classes().get(label);
    }

    private String path(Confusion.Mistake error) {
        return image(error).path();
    }

    private Predictions.Image image(Confusion.Mistake error) {
        return predictions.images().get(error.image());
    }
}
