package dev.sextant.coordinator.starter;

import dev.sextant.common.text.ControlCharacters;
import java.util.ArrayList;
import java.util.List;

/** Text of a study file: entries of YAML, each below a comment. Used by one thread. */
public final class StudyPage {
    private static final int WIDTH = 100;

    private final List<String> lines = new ArrayList<>();

    /** Adds a blank line. */
    public StudyPage blank() {
        lines.add("");
        return this;
    }

    /** Adds a comment. */
    public StudyPage comment(String text) {
        wrap("", text);
        return this;
    }

    /**
     * Adds an entry below its comment.
     *
     * @param yaml one line of YAML, indented
     */
    public StudyPage entry(String yaml, String comment) {
        wrap(yaml.substring(0, yaml.length() - yaml.stripLeading().length()), comment);
        lines.add(yaml);
        return this;
    }

    /** Adds a comment in the place of an entry below another one. */
    public StudyPage indentedComment(String text) {
        wrap("  ", text);
        return this;
    }

    /** Adds a line of YAML without a comment. */
    public StudyPage line(String yaml) {
        lines.add(yaml);
        return this;
    }

    private void wrap(String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : ControlCharacters.escaped(text).split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH && line.length() > indent.length() + 1) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
    }

    /**
     * Returns a text as a YAML scalar: plain where YAML reads it as the same text, else in double quotes.
     *
     * @param text a text without control characters
     */
    public static String scalar(String text) {
        boolean plain = text.matches("[A-Za-z./_]([A-Za-z0-9./_-]*[A-Za-z0-9/_-])?")
                && text.matches(".*[A-Za-z].*")
                && !text.matches("(?i)true|false|null|yes|no|on|off|y|n|\\.inf|\\.nan|[0-9.]+e[0-9.+-]+");
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
