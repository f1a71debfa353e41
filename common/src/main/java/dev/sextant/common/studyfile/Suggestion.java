package dev.sextant.common.studyfile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Suggestions for a misspelled word. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * Returns the end of a message about an unknown word: {@code ; did you mean low?}, or the known words when none is
     * similar.
     */
    public static String ending(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(known.isEmpty() ? "; remove it" : "; use one of " + String.join(", ", known));
    }

    /**
     * Returns the end of a message about a word of another program: {@code ; it is called learning_rate}.
     *
     * @param remedies what to do instead, by word in lower case with underscores
     * @return empty if the word is not among them
     */
    static Optional<String> ofAnotherName(String word, Map<String, String> remedies) {
        return Optional.ofNullable(remedies.get(normal(word))).map(remedy -> "; " + remedy);
    }

    /**
     * Returns the most similar known word, at most one edit per three letters away. Ties go to the first in the
     * alphabet.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        int limit = Math.max(1, (word.length() + 1) / 3);
        return known.stream()
                .filter(candidate -> distance(normal(word), normal(candidate)) <= limit)
                .min(Comparator.comparingInt((String candidate) -> distance(normal(word), normal(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * Returns the edit distance that counts a swap of two neighboring letters as one edit (optimal string alignment).
     * {@code d[i][j]} is the distance between the first i letters of one word and the first j of the other.
     */
    static int distance(String one, String other) {
        int[][] d = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[one.length()][other.length()];
    }
}
