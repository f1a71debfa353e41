package dev.sextant.coordinator.study;

import dev.sextant.common.studyfile.Suggestion;
import java.util.List;

/** Remedies for names of studies that do not exist. */
public final class StudyNames {
    private StudyNames() {}

    /** Returns what to do about an unknown name: the nearest existing one, or where to look. */
    public static String remedy(String unknown, List<String> names) {
        return Suggestion.nearest(unknown, names)
                .map(near -> "did you mean " + near + "?")
                .orElse("`sextant list` shows its studies");
    }
}
