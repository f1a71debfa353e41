package dev.sextant.coordinator.cli.option;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.text.TextFormat;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Study files that users name on the command line. */
public final class StudyFiles {
    private StudyFiles() {}

    /**
     * Reads and checks a study file.
     *
     * @throws UsageException when the file does not exist or is not text
     */
    public static StudyFile.Outcome outcome(Path file) {
        try {
            return StudyFile.read(
                    BoundedRead.text(file), file.toAbsolutePath(), Trainers.installed(), SearchAlgorithms.all());
        } catch (NoSuchFileException e) {
            throw new UsageException(file + " does not exist. Give the path of a study file.");
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads a valid study file.
     *
     * @throws UsageException with all problems when the file is not valid
     */
    public static StudySpec read(Path file) {
        return valid(file).spec();
    }

    /**
     * Reads a valid study file, with the warnings about it.
     *
     * @throws UsageException with all problems when the file is not valid
     */
    public static StudyFile.Outcome.Valid valid(Path file) {
        StudyFile.Outcome outcome = outcome(file);
        if (outcome instanceof StudyFile.Outcome.Invalid invalid) {
            throw new UsageException(TextFormat.count(invalid.problems().size(), "problem") + " in " + file + "\n"
                    + invalid.problems().stream()
                            .map(problem -> problem.in(file.toString()))
                            .collect(Collectors.joining("\n")));
        }
        return (StudyFile.Outcome.Valid) outcome;
    }

    /** Returns one line per warning, such as {@code warning: study.yaml:6: trainer.momentum: (0.8) has no effect, ...}. */
    public static List<String> warnings(StudyFile.Outcome.Valid valid, Path file) {
        return valid.warnings().stream()
                .map(warning -> "warning: " + warning.in(file.toString()))
                .toList();
    }
}
