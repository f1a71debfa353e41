package dev.sextant.coordinator.study;

import dev.sextant.common.studyfile.Suggestion;
import java.util.List;

/** Suggestions for unknown names of studies. */
public final class StudyNames {
    private StudyNames() {}

    /** Returns the end of an error message: a similar name, or how to list the names. */
    public static String remedy(String unknown, List<String> names) {
        return Suggestion.nearest(unknown, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("`sextant list` shows those there are");
    }
}
