package dev.sextant.coordinator.refit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.model.ModelException;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.text.Json;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The output folder of a refit: the checkpoint of the model, and a note that describes it. */
public final class RefitFolder {
    /** Name of the checkpoint. */
    static final String CHECKPOINT = "model.ckpt";

    private static final String NOTE = "refit.json";

    private RefitFolder() {}

    /**
     * The note.
     *
     * @param trial number of the trial whose configuration was trained
     */
    record Note(String study, int trial, int epochs, Map<String, Object> settings) {}

    /** Writes the note and returns its file. */
    static Path write(Path folder, Note note) throws IOException {
        Path file = folder.resolve(NOTE);
        String text = Json.text(Json.object(
                "study", note.study(), "trial", note.trial(), "epochs", note.epochs(), "settings", note.settings()));
        WholeFile.write(file, target -> Files.writeString(target, text + "\n"));
        return file;
    }

    /**
     * Copies the model of a folder to a temporary file.
     *
     * @throws ModelException if the folder does not hold a refit of the study
     */
    public static TrialModel model(Path folder, StudyRow study) throws IOException {
        Path file = folder.resolve(NOTE);
        Note note;
        try {
            note = new ObjectMapper()
                    .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                    .readValue(BoundedRead.text(file), Note.class);
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    "--model (" + folder + ") has no " + NOTE + ". Give a folder written by `sextant refit`.", e);
        } catch (JsonProcessingException e) {
            throw new ModelException(file + " is not a file written by `sextant refit`: " + e.getOriginalMessage(), e);
        }
        if (!note.study().equals(study.spec().name())) {
            throw new ModelException("--model (" + folder + ") is a refit of " + note.study() + ", not of "
                    + study.spec().name());
        }
        Path copy = Files.createTempFile("sextant-model", ".zip");
        Files.copy(
                BoundedRead.checked(folder.resolve(CHECKPOINT), Long.MAX_VALUE),
                copy,
                StandardCopyOption.REPLACE_EXISTING);
        return new TrialModel(
                note.trial(), "the refit of trial " + note.trial(), note.epochs(), "", true, note.settings(), copy);
    }
}
