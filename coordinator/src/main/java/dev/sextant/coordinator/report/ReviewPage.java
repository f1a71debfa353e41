package dev.sextant.coordinator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * A page to review images and select those to exclude. The selection can be saved as the file for the setting
 * "exclude".
 *
 * @param title title of the page
 * @param summary a sentence below the title
 * @param sections sections in the order of the page
 * @param excluded paths that are excluded already, and are part of every saved list
 */
public record ReviewPage(String title, String summary, List<Section> sections, List<String> excluded) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Images that are suspect for one reason.
     *
     * @param note explanation of the reason
     */
    public record Section(String title, String note, List<Card> cards) {}

    /**
     * One image, or two near duplicates.
     *
     * @param images images, each with a checkbox
     * @param note text below the images
     */
    public record Card(List<Image> images, String note) {}

    /**
     * An image on a card.
     *
     * @param label text beside its checkbox
     */
    public record Image(Picture picture, String label) {}

    /** Returns the page. */
    public String html() {
        StringBuilder body = new StringBuilder("<p>" + Html.text(summary) + "</p>\n");
        for (int i = 0; i < sections.size(); i++) {
            section(sections.get(i), "section-" + i, body);
        }
        body.append(
                """
                <div class="bar">
                <strong id="count"></strong>
                <button id="save" type="button">Save exclude.csv</button>
                <span>for <code>exclude: exclude.csv</code> under <code>trainer</code>, or copy the list:</span>
                <textarea id="list" readonly aria-label="images to exclude"></textarea>
                </div>
                <script type="application/json" id="excluded">
                %s</script>
                <script>
                %s</script>
                """
                        .formatted(json(excluded), Html.resource("review.js")));
        return Html.page(title, body.toString());
    }

    private static void section(Section section, String id, StringBuilder body) {
        body.append("<section id=\"%s\">\n<h2>%s <small>%d</small></h2>\n<p>%s</p>\n"
                .formatted(id, Html.text(section.title()), section.cards().size(), Html.text(section.note())));
        if (section.cards().isEmpty()) {
            body.append("<p>None.</p>\n</section>\n");
            return;
        }
        body.append(
                """
                <p><button type="button" class="plain" data-section="%s">Select all or none</button></p>
                <div class="cards">
                """
                        .formatted(id));
        section.cards().forEach(card -> card(card, body));
        body.append("</div>\n</section>\n");
    }

    private static void card(Card card, StringBuilder body) {
        body.append(card.images().size() > 1 ? "<div class=\"card pair\">" : "<div class=\"card\">");
        body.append("<div class=\"pictures\">");
        card.images().forEach(image -> body.append(image.picture().html()));
        body.append("</div>");
        for (Image image : card.images()) {
            String path = Html.text(image.picture().path());
            body.append(
                    "<label><input type=\"checkbox\" value=\"%s\"><span>%s<span class=\"path\"> %s</span></span></label>"
                            .formatted(path, Html.text(image.label()), path));
        }
        body.append("<div>").append(Html.text(card.note())).append("</div></div>\n");
    }

    /** Formats JSON in which nothing can end the script element around it. */
    private static String json(List<String> paths) {
        try {
            return MAPPER.writeValueAsString(paths)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write strings as JSON", e);
        }
    }
}
