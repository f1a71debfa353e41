package dev.sextant.sql.panel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A query that a panel of a page shows.
 *
 * @param name such as {@code trials}
 * @param sql the query, without a semicolon; parameters are written {@code :name}
 */
public record Panel(String name, String sql) {
    private static final Pattern HEADING = Pattern.compile("(?m)^-- name: *(\\w+)\\s*$");
    private static final Map<String, Panel> ALL = read();

    /** Returns all panels, in the order of their file. */
    public static List<Panel> all() {
        return List.copyOf(ALL.values());
    }

    /** Returns a panel by its name. */
    public static Optional<Panel> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Map<String, Panel> read() {
        List<String> names = new ArrayList<>();
        String text = text();
        HEADING.matcher(text).results().forEach(match -> names.add(match.group(1)));
        String[] bodies = HEADING.split(text, -1);
        Map<String, Panel> panels = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String sql = bodies[i + 1].replaceAll("(?m)^--.*\\R", "").strip();
            panels.put(names.get(i), new Panel(names.get(i), sql.substring(0, sql.length() - 1)));
        }
        return panels;
    }

    private static String text() {
        try (InputStream in = Panel.class.getResourceAsStream("/dev/sextant/sql/panels.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
