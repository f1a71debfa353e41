package dev.sextant.coordinator.report;

import java.util.List;

/**
 * A page of images to tick, whose ticks can be saved as the list that a study leaves out.
 *
 * @param title of the page
 * @param summary a sentence below it
 * @param sections in the order of the page
 * @param excluded paths that are left out already, and stay so
 */
public record ReviewPage(String title, String summary, List<Section> sections, List<String> excluded) {
    /**
     * Images that are suspect for one reason.
     *
     * @param note what the reason means
     */
    public record Section(String title, String note, List<Card> cards) {}

    /**
     * One image, or two that are almost the same.
     *
     * @param images each can be ticked
     * @param note below them
     */
    public record Card(List<Image> images, String note) {}

    /** @param label its class */
    public record Image(Picture picture, String label) {}

    private static final String SCRIPT =
            """
            <script>
            'use strict';
            const boxes = [...document.querySelectorAll('input[type=checkbox]')];
            const before = JSON.parse(document.getElementById('excluded').textContent);
            const text = document.getElementById('list');
            function quoted(path) {
              return /[",\\r\\n]/.test(path) ? '"' + path.replaceAll('"', '""') + '"' : path;
            }
            function paths() {
              return [...new Set([...before, ...boxes.filter(box => box.checked).map(box => box.value)])];
            }
            function show() {
              for (const box of boxes) box.closest('.card').classList.toggle('ticked',
                  [...box.closest('.card').querySelectorAll('input')].some(one => one.checked));
              const all = paths();
              text.value = ['path', ...all.map(quoted)].join('\\n') + '\\n';
              document.getElementById('count').textContent = (all.length - before.length) + ' ticked';
            }
            for (const box of boxes) box.addEventListener('change', () => {
              for (const same of boxes) if (same.value === box.value) same.checked = box.checked;
              show();
            });
            document.getElementById('save').addEventListener('click', () => {
              const link = document.createElement('a');
              link.href = URL.createObjectURL(new Blob([text.value], {type: 'text/csv'}));
              link.download = 'exclude.csv';
              link.click();
              URL.revokeObjectURL(link.href);
            });
            for (const button of document.querySelectorAll('button[data-section]')) button.addEventListener('click', () => {
              const inside = [...document.getElementById(button.dataset.section).querySelectorAll('input')];
              const tick = !inside.every(box => box.checked);
              for (const box of inside) for (const same of boxes) if (same.value === box.value) same.checked = tick;
              show();
            });
            show();
            </script>
            """;

    /** The whole page. */
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
                <span>for <code>exclude: exclude.csv</code> under <code>trainer</code>; or copy it:</span>
                <textarea id="list" readonly aria-label="the list to exclude"></textarea>
                </div>
                <script type="application/json" id="excluded">
                """);
        body.append(json(excluded)).append("</script>\n").append(SCRIPT);
        return Html.page(title, body.toString());
    }

    private static void section(Section section, String id, StringBuilder body) {
        body.append("<section id=\"%s\">\n<h2>%s <small>%d</small></h2>\n<p>%s</p>\n"
                .formatted(id, Html.text(section.title()), section.cards().size(), Html.text(section.note())));
        if (section.cards().isEmpty()) {
            body.append("<p>None.</p>\n</section>\n");
            return;
        }
        body.append("<p><button type=\"button\" class=\"plain\" data-section=\"")
                .append(id);
        body.append("\">Tick all of these, or none</button></p>\n<div class=\"cards\">\n");
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
            body.append("<label><input type=\"checkbox\" value=\"").append(path).append("\"><span>");
            body.append(Html.text(image.label()))
                    .append("<span class=\"path\"> ")
                    .append(path);
            body.append("</span></span></label>");
        }
        body.append("<div>").append(Html.text(card.note())).append("</div></div>\n");
    }

    /** An array of strings in which nothing can end the element around it. */
    private static String json(List<String> texts) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < texts.size(); i++) {
            json.append(i == 0 ? "\"" : ",\"");
            texts.get(i).chars().forEach(letter -> {
                if (letter < ' '
                        || letter == '"'
                        || letter == '\\'
                        || letter == '<'
                        || letter == '>'
                        || letter == '&') {
                    json.append("\\u%04x".formatted(letter));
                } else {
                    json.append((char) letter);
                }
            });
            json.append('"');
        }
        return json.append(']').toString();
    }
}
