package dev.sextant.coordinator.report;

import dev.sextant.common.text.Plural;
import java.util.List;
import java.util.Locale;

/**
 * A page of a classifier's errors, the most frequent confusions first.
 *
 * @param title title of the page
 * @param summary a sentence below the title
 * @param confusions confusions in the order of the page
 */
public record ErrorPage(String title, String summary, List<Confusion> confusions) {
    /**
     * Images of one class that were predicted as another.
     *
     * @param actual the class of the images
     * @param predicted the predicted class
     * @param images number of images
     * @param shown those on the page, possibly fewer
     */
    public record Confusion(String actual, String predicted, int images, List<Mistake> shown) {}

    /**
     * A misclassified image.
     *
     * @param probability probability of the predicted class
     */
    public record Mistake(Picture picture, double probability) {}

    /** Returns the page. */
    public String html() {
        StringBuilder body = new StringBuilder("<p>" + Html.text(summary) + "</p>\n");
        for (Confusion confusion : confusions) {
            body.append("<h2>%s <small>predicted as</small> %s <small>%s%s</small></h2>\n<div class=\"cards\">\n"
                    .formatted(
                            Html.text(confusion.actual()),
                            Html.text(confusion.predicted()),
                            Plural.count(confusion.images(), "image"),
                            confusion.shown().size() < confusion.images()
                                    ? ", showing the first " + confusion.shown().size()
                                    : ""));
            for (Mistake error : confusion.shown()) {
                body.append(String.format(
                        Locale.ROOT,
                        "<div class=\"card\">%s<div class=\"path\">%s</div>p %.2f</div>%n",
                        error.picture().html(),
                        Html.text(error.picture().path()),
                        error.probability()));
            }
            body.append("</div>\n");
        }
        return Html.page(title, body.toString());
    }
}
