package dev.sextant.coordinator.report;

import dev.sextant.coordinator.model.EvaluatedModel;
import dev.sextant.coordinator.text.Json;
import dev.sextant.worker.image.data.Thumbnails;
import dev.sextant.worker.image.inference.Confusion;
import dev.sextant.worker.image.inference.Evaluation;
import dev.sextant.worker.image.inference.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Misclassified images, as text, JSON and an HTML page. Used by one thread. */
public final class ErrorReport {
    /** Confusions shown as text. */
    private static final int MAX_LINES = 10;

    /** Images per confusion shown as text. */
    private static final int MAX_NAMED = 3;

    /** Confusions shown on the page. */
    private static final int MAX_SECTIONS = 50;

    /** Images per confusion shown on the page. */
    private static final int MAX_PICTURES = 24;

    /** Confusions of the comparison with the baseline. */
    private static final int MAX_COMPARED = 15;

    private static final int THUMBNAIL_PIXELS = 176;

    private final EvaluatedModel model;
    private final Optional<EvaluatedModel> baseline;
    private final Predictions predictions;
    private final List<Confusion> confusions;
    private final Thumbnails thumbnails = new Thumbnails(THUMBNAIL_PIXELS);

    /**
     * Finds the errors of a model.
     *
     * @param baseline a model that was evaluated on the same images, for comparison
     */
    public ErrorReport(EvaluatedModel model, Optional<EvaluatedModel> baseline) {
        this.model = model;
        this.baseline = baseline;
        this.predictions = model.predictions();
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
        Map<Integer, Optional<Picture>> examples = new HashMap<>();
        List<ErrorPage.Confusion> sections = new ArrayList<>();
        for (Confusion confusion : confusions.subList(0, Math.min(MAX_SECTIONS, confusions.size()))) {
            List<ErrorPage.Mistake> shown = confusion.errors().stream()
                    .limit(MAX_PICTURES)
                    .map(error -> new ErrorPage.Mistake(
                            picture(error.image()), error.probability(), baselineSays(error.image())))
                    .toList();
            sections.add(new ErrorPage.Confusion(
                    className(confusion.actual()),
                    className(confusion.predicted()),
                    confusion.errors().size(),
                    examples.computeIfAbsent(confusion.predicted(), this::example),
                    shown));
        }
        return new ErrorPage(title, summary, baseline.map(this::comparison), sections).html();
    }

    /** Returns the image of a class that the model recognizes most confidently; empty if it recognizes none. */
    private Optional<Picture> example(int label) {
        return IntStream.range(0, predictions.images().size())
                .filter(image -> predictions.images().get(image).label() == label && predictions.isCorrect(image))
                .boxed()
                .max(Comparator.comparingDouble(image -> predictions.probabilities()[image][label]))
                .map(this::picture);
    }

    private Picture picture(int image) {
        Predictions.Image shown = predictions.images().get(image);
        return new Picture(shown.path(), thumbnails.dataUri(shown.address()));
    }

    /** Returns what the baseline predicts for an image; empty if there is no baseline. */
    private String baselineSays(int image) {
        return baseline.map(other -> name(other) + ": "
                        + (other.predictions().isCorrect(image)
                                ? "correct"
                                : className(other.predictions().predicted(image))))
                .orElse("");
    }

    private ErrorPage.Comparison comparison(EvaluatedModel other) {
        List<ErrorPage.Count> counts = Stream.concat(confusions.stream(), Confusion.of(other.predictions()).stream())
                .map(confusion -> new ErrorPage.Count(
                        className(confusion.actual()),
                        className(confusion.predicted()),
                        count(model, confusion),
                        count(other, confusion)))
                .distinct()
                .sorted(Comparator.comparingInt((ErrorPage.Count count) -> Math.max(count.model(), count.baseline()))
                        .reversed())
                .limit(MAX_COMPARED)
                .toList();
        return new ErrorPage.Comparison(
                List.of(summary(name(model), model), summary(name(other) + " (baseline)", other)), counts);
    }

    private static int count(EvaluatedModel model, Confusion confusion) {
        return model.evaluation().confusion().get(confusion.actual()).get(confusion.predicted());
    }

    private static String name(EvaluatedModel model) {
        return (model.refit() ? "refit of trial " : "trial ") + model.trial();
    }

    private static ErrorPage.Model summary(String name, EvaluatedModel model) {
        Evaluation evaluation = model.evaluation();
        return new ErrorPage.Model(
                name,
                evaluation.accuracy(),
                evaluation.interval().low(),
                evaluation.interval().high(),
                evaluation.logLoss(),
                (int) Math.round(evaluation.images() * (1 - evaluation.accuracy())));
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
