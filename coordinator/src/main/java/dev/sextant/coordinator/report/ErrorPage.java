package dev.sextant.coordinator.report;

import dev.sextant.common.text.Plural;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A page of a classifier's errors, the most frequent confusions first.
 *
 * @param title title of the page
 * @param summary a sentence below the title
 * @param comparison comparison with the baseline; empty if there is none
 * @param confusions confusions in the order of the page
 */
public record ErrorPage(String title, String summary, Optional<Comparison> comparison, List<Confusion> confusions) {
    /**
     * The classifier beside its baseline.
     *
     * @param models the classifier, then the baseline
     * @param counts the most frequent confusions of either
     */
    public record Comparison(List<Model> models, List<Count> counts) {}

    /**
     * A classifier on the images of the page.
     *
     * @param low lower bound of the accuracy with 95 % confidence
     * @param high upper bound of the accuracy with 95 % confidence
     * @param errors number of misclassified images
     */
    public record Model(String name, double accuracy, double low, double high, double logLoss, int errors) {}

    /**
     * Number of images of one class that were predicted as another, by the classifier and by its baseline.
     *
     * @param actual the class of the images
     * @param predicted the predicted class
     */
    public record Count(String actual, String predicted, int model, int baseline) {}

    /**
     * Images of one class that were predicted as another.
     *
     * @param actual the class of the images
     * @param predicted the predicted class
     * @param images number of images
     * @param example an image of the predicted class; empty if there is none
     * @param shown misclassified images on the page, possibly fewer than all
     */
    public record Confusion(
            String actual, String predicted, int images, Optional<Picture> example, List<Mistake> shown) {}

    /**
     * A misclassified image.
     *
     * @param probability probability of the predicted class
     * @param baseline what the baseline predicted, e.g. {@code trial 1: correct}; empty if there is none
     */
    public record Mistake(Picture picture, double probability, String baseline) {}

    /** Returns the page. */
    public String html() {
        StringBuilder body = new StringBuilder("<p>" + Html.text(summary) + "</p>\n");
        comparison.ifPresent(found -> compare(found, body));
        for (Confusion confusion : confusions) {
            body.append("<h2>%s <small>predicted as</small> %s <small>%s%s</small></h2>\n<div class=\"cards\">\n"
                    .formatted(
                            Html.text(confusion.actual()),
                            Html.text(confusion.predicted()),
                            Plural.count(confusion.images(), "image"),
                            confusion.shown().size() < confusion.images()
                                    ? ", showing the first " + confusion.shown().size()
                                    : ""));
            confusion
                    .example()
                    .ifPresent(example -> card(
                            "card example", example, "for comparison: an image of " + confusion.predicted(), "", body));
            for (Mistake error : confusion.shown()) {
                String probability = String.format(Locale.ROOT, "p %.2f", error.probability());
                card("card", error.picture(), probability, error.baseline(), body);
            }
            body.append("</div>\n");
        }
        return Html.page(title, body.toString());
    }

    private static void card(String look, Picture picture, String note, String secondNote, StringBuilder body) {
        body.append("<div class=\"%s\">%s<div class=\"path\">%s</div>%s%s</div>\n"
                .formatted(
                        look,
                        picture.html(),
                        Html.text(picture.path()),
                        Html.text(note),
                        secondNote.isEmpty() ? "" : "<br>" + Html.text(secondNote)));
    }

    private static void compare(Comparison comparison, StringBuilder body) {
        body.append("<div class=\"scroll\"><table>\n<tr><th>model</th><th>accuracy</th><th>95 % confidence</th>"
                + "<th>log loss</th><th>errors</th></tr>\n");
        for (Model model : comparison.models()) {
            body.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td class=\"number\">%.3f</td><td class=\"number\">%.3f to %.3f</td>"
                            + "<td class=\"number\">%.3f</td><td class=\"number\">%d</td></tr>%n",
                    Html.text(model.name()),
                    model.accuracy(),
                    model.low(),
                    model.high(),
                    model.logLoss(),
                    model.errors()));
        }
        body.append("</table></div>\n");
        if (comparison.counts().isEmpty()) {
            return;
        }
        body.append("<h2>Most frequent confusions</h2>\n<div class=\"scroll\"><table>\n<tr><th>class</th>"
                + "<th>predicted as</th>");
        comparison.models().forEach(model -> body.append("<th>" + Html.text(model.name()) + "</th>"));
        body.append("</tr>\n");
        for (Count count : comparison.counts()) {
            body.append("<tr><td>%s</td><td>%s</td><td class=\"number\">%d</td><td class=\"number\">%d</td></tr>\n"
                    .formatted(
                            Html.text(count.actual()), Html.text(count.predicted()), count.model(), count.baseline()));
        }
        body.append("</table></div>\n");
    }
}
