package dev.sextant.common.studyfile;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.StudySpec;

/** The normalised JSON form of a study's specification and of configurations: what the database stores. */
public final class SpecJson {
    private SpecJson() {}

    public static String write(StudySpec spec) {
        throw new UnsupportedOperationException();
    }

    public static StudySpec read(String json) {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 of {@link #write}, 64 hexadecimal digits. */
    public static String hash(StudySpec spec) {
        throw new UnsupportedOperationException();
    }

    public static String write(Configuration configuration) {
        throw new UnsupportedOperationException();
    }

    /** Reads a configuration; the space tells a Double from a Long, which JSON does not. */
    public static Configuration readConfiguration(String json, SearchSpace space) {
        throw new UnsupportedOperationException();
    }
}
