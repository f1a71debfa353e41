package dev.sextant.coordinator.report;

import java.util.Optional;

/**
 * An image on a page.
 *
 * @param path its name among the data
 * @param dataUri the picture itself; empty when it cannot be shown
 */
public record Picture(String path, Optional<String> dataUri) {
    String html() {
        return dataUri.map(uri -> "<img alt=\"" + Html.text(path) + "\" src=\"" + Html.text(uri) + "\">")
                .orElse("<div class=\"gone\">no picture</div>");
    }
}
