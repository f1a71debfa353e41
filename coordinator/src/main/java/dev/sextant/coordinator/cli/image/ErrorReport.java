package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.report.ErrorPage;
import dev.sextant.coordinator.report.Picture;
import dev.sextant.worker.image.data.Thumbnails;
import dev.sextant.worker.image.inference.Confusion;
import dev.sextant.worker.image.inference.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Which images a classifier takes for what they are not. */
final class ErrorReport {
    /** Confusions and, of each, images in a terminal. */
    private static final int LINES = 10;

    private static final int NAMED = 3;

    /** Confusions and, of each, images on a page. */
    private static final int SECTIONS = 50;

    private static final int PICTURES = 24;
    private static final int PIXELS = 176;

    private final Predictions answers;
    private final List<Confusion> confusions;

    ErrorReport(Predictions answers) {
        this.answers = answers;
        this.confusions = Confusion.of(answers);
    }

    /** The commonest confusions, each with the images that the classifier is surest of. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Confusion confusion : confusions.subList(0, Math.min(LINES, confusions.size()))) {
            List<Confusion.Mistake> errors = confusion.errors();
            lines.add("%4d  %s taken for %s"
                    .formatted(errors.size(), className(confusion.actual()), className(confusion.predicted())));
            lines.add("      "
                    + errors.stream()
                            .limit(NAMED)
                            .map(error -> String.format(Locale.ROOT, "%s (%.2f)", path(error), error.probability()))
                            .collect(Collectors.joining(", "))
                    + (errors.size() > NAMED ? " and " + (errors.size() - NAMED) + " more" : ""));
        }
        return lines;
    }

    /** All errors, the commonest confusion's first. */
    List<Map<String, Object>> json() {
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

    /** A page with the images. */
    String html(String title, String summary) {
        Thumbnails thumbnails = new Thumbnails(PIXELS);
        List<ErrorPage.Confusion> sections = new ArrayList<>();
        for (Confusion confusion : confusions.subList(0, Math.min(SECTIONS, confusions.size()))) {
            List<ErrorPage.Mistake> shown = confusion.errors().stream()
                    .limit(PICTURES)
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
        return answers.classes().get(label);
    }

    private String path(Confusion.Mistake error) {
        return image(error).path();
    }

    private Predictions.Image image(Confusion.Mistake error) {
        return answers.images().get(error.image());
    }
}
