package dev.sextant.common.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.StudySpec;

/**
 * The normalized JSON form of specifications and configurations, which the database stores.
 *
 * <p>The keys are those of the study file, in a fixed order. Every default is written out; durations are text. Reading
 * returns an equal value, even after PostgreSQL's jsonb has changed the order of keys and the notation of numbers: a
 * Double always has a fraction and never an exponent, a Long has neither, and each parameter has its index in the unit
 * cube as {@code axis}. The one exception is −0.0, which is stored as 0.0.
 *
 * <p>Safe for use by many threads.
 */
public final class SpecJson {
    private SpecJson() {}

    /**
     * Returns the JSON of a specification.
     *
     * @throws IllegalArgumentException when the specification contains NaN or an infinite number
     */
    public static String write(StudySpec spec) {
        return JsonText.of(SpecWriter.spec(spec));
    }

    /**
     * Reads the JSON of a specification.
     *
     * @throws IllegalArgumentException when the text was not written by {@link #write(StudySpec)}
     */
    public static StudySpec read(String json) {
        return SpecReader.spec(JsonText.parse(json));
    }

    /**
     * Returns a specification with the names of networks replaced by the paths that a stored one has for them: older
     * versions stored a name as a path in the folder of the study file.
     */
    public static StudySpec withStoredNames(StudySpec stored, StudySpec requested) {
        return SpecReader.spec(StoredNames.replaced(SpecWriter.spec(stored), SpecWriter.spec(requested)));
    }

    /** Returns the SHA-256 of {@link #write(StudySpec)} in UTF-8: 64 hexadecimal digits. */
    public static String hash(StudySpec spec) {
        return Sha256.of(write(spec));
    }

    /**
     * Returns the JSON of a configuration.
     *
     * @throws IllegalArgumentException when a value is NaN or infinite
     */
    public static String write(Configuration configuration) {
        return JsonText.of(SpecWriter.configuration(configuration));
    }

    /**
     * Reads the JSON of a configuration. The parameters of the space decide whether a number is a Double or a Long.
     *
     * @throws IllegalArgumentException when the text is not JSON, or names an unknown parameter
     */
    public static Configuration readConfiguration(String json, SearchSpace space) {
        JsonNode tree = JsonText.parse(json);
        return SpecReader.configuration(tree, space);
    }
}
