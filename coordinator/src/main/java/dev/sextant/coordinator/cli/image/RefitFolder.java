package dev.sextant.coordinator.cli.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The folder that a refit leaves: its checkpoint, and a note of what it is. */
final class RefitFolder {
    static final String CHECKPOINT = "model.ckpt";
    private static final String NOTE = "refit.json";

    private RefitFolder() {}

    /**
     * What is noted.
     *
     * @param trial whose configuration it is
     */
    record Note(String study, int trial, int epochs, Map<String, Object> settings) {}

    /** Writes the note. @return its file */
    static Path write(Path folder, Note note) throws IOException {
        Path file = folder.resolve(NOTE);
        String text = Json.text(Json.object(
                "study", note.study(), "trial", note.trial(), "epochs", note.epochs(), "settings", note.settings()));
        WholeFile.write(file, target -> Files.writeString(target, text + "\n"));
        return file;
    }

    /** @throws CommandException when the folder is not a refit of the study */
    static TrialModel model(Path folder, StudyRow study) throws IOException {
        Path file = folder.resolve(NOTE);
        Note note;
        try {
            note = new ObjectMapper()
                    .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                    .readValue(Files.readString(file), Note.class);
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    "--model (" + folder + ") has no " + NOTE + ". Give a folder written by `sextant refit`.", e);
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    file + " is not a file written by `sextant refit`: " + e.getOriginalMessage(), e);
        }
        if (!note.study().equals(study.spec().name())) {
            throw new CommandException("--model (" + folder + ") is a refit of " + note.study() + ", not of "
                    + study.spec().name());
        }
        Path copy = Files.createTempFile("sextant-model", ".zip");
        Files.copy(folder.resolve(CHECKPOINT), copy, StandardCopyOption.REPLACE_EXISTING);
        return new TrialModel(
                note.trial(), "the refit of trial " + note.trial(), note.epochs(), "", note.settings(), copy);
    }
}
