package dev.sextant.common.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.StudySpec;

/**
 * The normalised JSON form of a study's specification and of configurations: what the database stores.
 *
 * <p>The keys are those of the study file, in a fixed order; every default is written out; durations are text. Reading
 * gives back an equal value, also after PostgreSQL's jsonb changed the order of keys and the spelling of numbers: a
 * Double always has a fraction and never an exponent, a Long has neither, and a parameter carries its place in the
 * unit cube as {@code axis}. Only −0.0 is not kept apart: it is stored as 0.0.
 *
 * <p>Safe for use by many threads.
 */
public final class SpecJson {
    private SpecJson() {}

    /** @throws IllegalArgumentException when the specification holds a number that JSON cannot write (NaN, infinity) */
    public static String write(StudySpec spec) {
        return JsonText.of(SpecWriter.spec(spec));
    }

    /** @throws IllegalArgumentException when the text is not what {@link #write(StudySpec)} writes */
    public static StudySpec read(String json) {
        return SpecReader.spec(JsonText.parse(json));
    }

    /** SHA-256 of {@link #write(StudySpec)} in UTF-8, 64 hexadecimal digits. */
    public static String hash(StudySpec spec) {
        return Sha256.of(write(spec));
    }

    /** @throws IllegalArgumentException when a value is NaN or infinite */
    public static String write(Configuration configuration) {
        return JsonText.of(SpecWriter.configuration(configuration));
    }

    /**
     * Reads a configuration; the space tells a Double from a Long where the number does not.
     *
     * @throws IllegalArgumentException when the text is not JSON, or names something that is not a parameter
     */
    public static Configuration readConfiguration(String json, SearchSpace space) {
        JsonNode tree = JsonText.parse(json);
        return SpecReader.configuration(tree, space);
    }
}
