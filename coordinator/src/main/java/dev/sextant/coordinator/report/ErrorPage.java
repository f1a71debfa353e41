package dev.sextant.coordinator.report;

import dev.sextant.common.text.Plural;
import java.util.List;
import java.util.Locale;

/**
 * A page of a classifier's errors, the commonest confusions first.
 *
 * @param title of the page
 * @param summary a sentence below it
 * @param confusions in the order of the page
 */
public record ErrorPage(String title, String summary, List<Confusion> confusions) {
    /**
     * Images of one class that were taken for another.
     *
     * @param images how many; perhaps more than are shown
     */
    public record Confusion(String is, String takenFor, int images, List<Mistake> shown) {}

    /** @param probability of the class that the image was taken for */
    public record Mistake(Picture picture, double probability) {}

    /** The whole page. */
    public String html() {
        StringBuilder body = new StringBuilder("<p>" + Html.text(summary) + "</p>\n");
        for (Confusion confusion : confusions) {
            body.append("<h2>%s <small>taken for</small> %s <small>%s%s</small></h2>\n<div class=\"cards\">\n"
                    .formatted(
                            Html.text(confusion.is()),
                            Html.text(confusion.takenFor()),
                            Plural.count(confusion.images(), "image"),
                            confusion.shown().size() < confusion.images()
                                    ? ", the first " + confusion.shown().size()
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
