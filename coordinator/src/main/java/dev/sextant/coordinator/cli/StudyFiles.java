package dev.sextant.coordinator.cli;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads study files for commands, with the trainers and algorithms that this program has. */
public final class StudyFiles {
    private StudyFiles() {}

    /** @throws UsageException when the file cannot be read at all */
    public static StudyFile.Outcome read(Path file) {
        return StudyFile.read(text(file), file, Trainers.installed(), SearchAlgorithms.names());
    }

    /** @throws UsageException when the file cannot be read, or has problems: all of them, one a line */
    public static StudySpec require(Path file) {
        StudyFile.Outcome outcome = read(file);
        if (outcome instanceof StudyFile.Outcome.Valid valid) {
            return valid.spec();
        }
        StudyFile.Outcome.Invalid invalid = (StudyFile.Outcome.Invalid) outcome;
        throw new UsageException(file + " cannot be used:\n"
                + invalid.problems().stream()
                        .map(problem -> problem.in(file.toString()))
                        .collect(Collectors.joining("\n")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UsageException(file + " does not exist; name a study file");
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not UTF-8 text; name a study file");
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read (" + e.getClass().getSimpleName()
                    + "); name a study file that this user may read");
        }
    }
}
