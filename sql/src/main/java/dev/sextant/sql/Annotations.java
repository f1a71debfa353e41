package dev.sextant.sql;

import dev.sextant.common.study.StorableText;
import dev.sextant.sql.connect.DatabaseException;
import dev.sextant.sql.row.Note;
import dev.sextant.sql.row.StudyRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Notes and tags of people on studies and trials. They change nothing about a study, so they need no lock of it. Safe for
 * use by many threads.
 */
public final class Annotations {
    private final Database database;

    Annotations(Database database) {
        this.database = database;
    }

    /**
     * Adds a note.
     *
     * @param trial the trial, which must exist; empty for the study itself
     * @param author who writes it, for people: user@host
     */
    public void addNote(StudyRow study, OptionalInt trial, String text, String author) {
        write(study, trial, "Cannot write a note on ", handle -> handle.createUpdate(
                        """
                        INSERT INTO note (study_id, note, trial, text, author)
                        SELECT :study, coalesce(max(note), 0) + 1, CAST(:trial AS integer), :text, :author
                        FROM note WHERE study_id = :study""")
                .bind("study", study.id())
                .bind("trial", number(trial))
                .bind("text", StorableText.of(text))
                .bind("author", StorableText.of(author))
                .execute());
    }

    /**
     * Adds tags. Those that are there already stay as they are.
     *
     * @param trial the trial, which must exist; empty for the study itself
     * @param tags each of 1 to 40 characters, without spaces and commas
     * @param author who adds them, for people: user@host
     */
    public void addTags(StudyRow study, OptionalInt trial, Collection<String> tags, String author) {
        write(
                study,
                trial,
                "Cannot tag ",
                handle -> tags.forEach(tag -> handle.createUpdate(
                                """
                        INSERT INTO tag (study_id, trial, tag, tagged_by)
                        VALUES (:study, CAST(:trial AS integer), :tag, :author) ON CONFLICT DO NOTHING""")
                        .bind("study", study.id())
                        .bind("trial", number(trial))
                        .bind("tag", StorableText.of(tag))
                        .bind("author", StorableText.of(author))
                        .execute()));
    }

    /**
     * Removes tags. Those that are not there are ignored.
     *
     * @param trial the trial; empty for the study itself
     */
    public void removeTags(StudyRow study, OptionalInt trial, Collection<String> tags) {
        write(study, trial, "Cannot remove tags of ", handle -> handle.createUpdate(
                        """
                        DELETE FROM tag
                        WHERE study_id = :study AND coalesce(trial, 0) = coalesce(:trial, 0) AND tag = ANY (:tags)""")
                .bind("study", study.id())
                .bind("trial", number(trial))
                .bindArray("tags", String.class, tags)
                .execute());
    }

    private void write(StudyRow study, OptionalInt trial, String summary, Consumer<Handle> statements) {
        String name = study.spec().name();
        database.with(summary + "study " + name, () -> database.jdbi().inTransaction(handle -> {
            // The lock gives notes numbers without gaps.
            if (handle.execute("UPDATE study SET updated_at = now() WHERE id = ?", study.id()) == 0) {
                throw new DatabaseException("Study " + name + " has been deleted");
            }
            statements.accept(handle);
            if (trial.isPresent()) {
                handle.execute(
                        "UPDATE trial SET updated_at = now() WHERE study_id = ? AND trial = ?",
                        study.id(),
                        trial.getAsInt());
            }
            Studies.announce(handle, name);
            return true;
        }));
    }

    /** Returns the notes on a study and all its trials, oldest first. */
    public List<Note> notes(StudyRow study) {
        return database.with("Cannot read the notes of study " + study.spec().name(), () -> database.jdbi()
                .withHandle(handle -> notes(handle, study.spec().name())));
    }

    /** Returns the notes on a study and all its trials, oldest first; none if an older schema has no notes. */
    static List<Note> notes(Handle handle, String study) {
        boolean exists = handle.createQuery("SELECT to_regclass('sextant.note') IS NOT NULL")
                .mapTo(Boolean.class)
                .one();
        return exists
                ? handle.createQuery(
                                "SELECT note, trial, text, author, at FROM notes WHERE study = :study ORDER BY note")
                        .bind("study", study)
                        .map((row, context) -> note(row))
                        .list()
                : List.of();
    }

    private static Note note(ResultSet row) throws SQLException {
        return new Note(
                row.getInt("note"),
                ViewRows.integer(row, "trial"),
                row.getString("text"),
                row.getString("author"),
                row.getTimestamp("at").toInstant());
    }

    private static Integer number(OptionalInt trial) {
        return trial.isPresent() ? Integer.valueOf(trial.getAsInt()) : null;
    }
}
