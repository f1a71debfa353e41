package dev.sextant.common.studyfile;

import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Trainers;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a study file: {@code study.yaml}.
 *
 * <p>All problems are found at once. Paths that are relative and have no scheme are taken from the file's folder. The
 * trainer's own check ({@link dev.sextant.common.trainer.TrainerFactory#check}) runs once the file is otherwise sound.
 */
public final class StudyFile {
    private StudyFile() {}

    /** What reading a study file came to. */
    public sealed interface Outcome {
        /** The file is sound. */
        record Valid(StudySpec spec) implements Outcome {}

        /**
         * The file cannot be used.
         *
         * @param problems at least one, first line first
         */
        record Invalid(List<Problem> problems) implements Outcome {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads the text of a study file. Opens no file itself; the trainer's check may look at the paths it is given.
     *
     * @param text YAML
     * @param file where the text comes from; its folder is where relative paths start
     * @param trainers which trainers there are
     * @param algorithms the search algorithms that there are
     */
    public static Outcome read(String text, Path file, Trainers trainers, Algorithms algorithms) {
        return new StudyFileReader(file, trainers, algorithms).read(text);
    }
}
