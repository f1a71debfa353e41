package dev.sextant.sql;

import dev.sextant.sql.row.DeletedStudy;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The record of studies that were deleted, which older schemas do not have. */
final class DeletedStudies {
    private DeletedStudies() {}

    static boolean areRecorded(Handle handle) {
        return handle.createQuery("SELECT to_regclass('sextant.deleted_study') IS NOT NULL")
                .mapTo(Boolean.class)
                .one();
    }

    static void record(Handle handle, long study, String requester) {
        handle.createUpdate(
                        """
                        INSERT INTO deleted_study (name, trials, epochs, device_seconds, created_at, deleted_by)
                        SELECT name, trials, epochs, device_seconds, created_at, :requester
                        FROM study WHERE id = :study""")
                .bind("requester", requester)
                .bind("study", study)
                .execute();
    }

    /** Returns the last deletion of a study of a name. */
    static Optional<DeletedStudy> find(Handle handle, String name) {
        if (!areRecorded(handle)) {
            return Optional.empty();
        }
        return handle.createQuery(
                        """
                        SELECT trials, deleted_at, deleted_by FROM deleted_study
                        WHERE name = :name ORDER BY deleted_at DESC LIMIT 1""")
                .bind("name", name)
                .map((row, context) ->
                        new DeletedStudy(row.getInt(1), row.getTimestamp(2).toInstant(), row.getString(3)))
                .findOne();
    }
}
