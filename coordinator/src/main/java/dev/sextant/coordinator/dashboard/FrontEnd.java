package dev.sextant.coordinator.dashboard;

import dev.sextant.common.files.Sha256;
import dev.sextant.coordinator.report.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Scripts and styles of the pages, and the documents that load them. */
final class FrontEnd {
    /** Scripts that define global objects, in the order in which they are loaded. */
    private static final List<String> LIBRARIES = List.of("d3-7.9.2.min.js", "plot-0.6.17.min.js");
    /** Modules; scripts import them as {@code sextant/NAME}. */
    private static final List<String> MODULES = List.of(
            "app",
            "charts",
            "data",
            "dom",
            "format",
            "page-compare",
            "page-curves",
            "page-decisions",
            "page-health",
            "page-images",
            "page-rungs",
            "page-slots",
            "page-space",
            "page-studies",
            "page-study",
            "page-trial",
            "page-trials",
            "panel",
            "steer",
            "table");

    private static final String STYLE = "style.css";
    private static final String START = "import \"sextant/app\";";
    /** Observable Plot adds this style to each of its charts, whose class is {@code chart}. */
    private static final String PLOT_STYLE =
            """
            :where(.chart) {
              --plot-background: white;
              display: block;
              height: auto;
              height: intrinsic;
              max-width: 100%;
            }
            :where(.chart text),
            :where(.chart tspan) {
              white-space: pre;
            }""";

    private final Map<String, byte[]> files = new TreeMap<>();

    FrontEnd() {
        LIBRARIES.forEach(this::load);
        MODULES.forEach(module -> load(module + ".js"));
        load(STYLE);
    }

    private void load(String name) {
        try (InputStream in = FrontEnd.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            files.put(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the content of a script or style; empty if there is none of this name. */
    Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** Returns the document that loads scripts and styles from the server. */
    String livePage() {
        String libraries = LIBRARIES.stream()
                .map(name -> "<script src=\"/app/" + name + "\"></script>\n")
                .collect(Collectors.joining());
        return document(
                "Sextant",
                "<link rel=\"stylesheet\" href=\"/app/" + STYLE + "\">",
                libraries + script("importmap", liveImports()) + script("module", START));
    }

    /** Returns the content security policy of the live page: nothing is loaded but what this program holds. */
    String livePolicy() {
        return "default-src 'none'; script-src 'self' 'sha256-" + sha256(liveImports()) + "' 'sha256-" + sha256(START)
                + "'; style-src 'self' 'sha256-" + sha256(PLOT_STYLE) + "'; img-src 'self' data: blob:;"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String liveImports() {
        return imports(MODULES.stream()
                .collect(Collectors.toMap(
                        name -> name, name -> "/app/" + name + ".js", (a, b) -> a, LinkedHashMap::new)));
    }

    /**
     * Returns a document that holds all scripts, styles and data, and loads nothing.
     *
     * @param title plain text
     * @param data text without {@code <}
     */
    String singlePage(String title, String data) {
        StringBuilder scripts = new StringBuilder();
        LIBRARIES.forEach(name -> scripts.append(script("text/javascript", text(name))));
        Map<String, String> modules = new LinkedHashMap<>();
        MODULES.forEach(name -> modules.put(
                name, "data:text/javascript;base64," + Base64.getEncoder().encodeToString(files.get(name + ".js"))));
        scripts.append("<script type=\"application/octet-stream\" id=\"data\">")
                .append(data)
                .append("</script>\n");
        scripts.append(script("importmap", imports(modules))).append(script("module", START));
        return document(title, "<style>\n" + text(STYLE) + "</style>", scripts.toString());
    }

    private static String document(String title, String style, String scripts) {
        return """
               <!doctype html>
               <html lang="en">
               <head>
               <meta charset="utf-8">
               <meta name="viewport" content="width=device-width, initial-scale=1">
               <meta name="color-scheme" content="light dark">
               <title>%s</title>
               <link rel="icon" href="data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%%3E%%3Cpath d='M2 14 8 2l6 12' fill='none' stroke='%%23086788' stroke-width='2.5'/%%3E%%3C/svg%%3E">
               %s
               </head>
               <body>
               <noscript>These pages need JavaScript. `sextant status` shows the same as text.</noscript>
               %s</body>
               </html>
               """
                .formatted(Html.text(title), style, scripts);
    }

    private static String script(String type, String content) {
        return "<script type=\"" + type + "\">" + content + "</script>\n";
    }

    private static String imports(Map<String, String> modules) {
        return "{\"imports\":{"
                + modules.entrySet().stream()
                        .map(module -> "\"sextant/" + module.getKey() + "\":\"" + module.getValue() + "\"")
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private String text(String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        byte[] digest = Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }
}
