package dev.sextant.coordinator.study;

import dev.sextant.common.studyfile.Suggestion;
import java.util.List;

/** Names of studies that somebody gave, but that are not there. */
public final class StudyNames {
    private StudyNames() {}

    /** What to do about a name: the one that may have been meant, else where to look. */
    public static String remedy(String unknown, List<String> names) {
        return Suggestion.nearest(unknown, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("`sextant list` shows those there are");
    }
}
