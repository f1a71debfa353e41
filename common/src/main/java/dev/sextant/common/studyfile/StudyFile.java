package dev.sextant.common.studyfile;

import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Trainers;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a study file: {@code study.yaml}.
 *
 * <p>All problems are reported at once. A relative path without a scheme starts in the file's folder. The trainer's own
 * check ({@link dev.sextant.common.trainer.TrainerFactory#check}) runs only when the file is valid otherwise.
 */
public final class StudyFile {
    private StudyFile() {}

    /** The result of reading a study file. */
    public sealed interface Outcome {
        /**
         * The file is valid.
         *
         * @param warnings what has no effect in this study, sorted by line
         */
        record Valid(StudySpec spec, List<Problem> warnings) implements Outcome {
            public Valid {
                warnings = List.copyOf(warnings);
            }
        }

        /**
         * The file is invalid.
         *
         * @param problems at least one, sorted by line
         */
        record Invalid(List<Problem> problems) implements Outcome {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads the text of a study file. Opens no file itself; the trainer's check may read the paths that the file names.
     *
     * @param text YAML
     * @param file path of the file; relative paths start in its folder
     * @param trainers the trainers that the file can name
     * @param algorithms the search algorithms that the file can name
     */
    public static Outcome read(String text, Path file, Trainers trainers, Algorithms algorithms) {
        return new StudyFileReader(file, trainers, algorithms).read(text);
    }
}
