package dev.sextant.coordinator.report;

import java.util.Optional;

/**
 * An image on a page.
 *
 * @param path path of the image in the data
 * @param dataUri the picture as a data URI; empty if it cannot be read
 */
public record Picture(String path, Optional<String> dataUri) {
    String html() {
        return dataUri.map(uri -> "<img alt=\"" + Html.text(path) + "\" src=\"" + Html.text(uri) + "\">")
                .orElse("<div class=\"gone\">no picture</div>");
    }
}
