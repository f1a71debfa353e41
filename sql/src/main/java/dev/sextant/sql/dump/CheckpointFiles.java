package dev.sextant.sql.dump;

import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Access to the files of checkpoints, which are outside the database. */
public interface CheckpointFiles {
    /** Opens a file; empty if it does not exist, as with most checkpoints that a later one has superseded. */
    Optional<InputStream> open(String uri) throws IOException;

    /** Returns the folder of a restored study's checkpoints. */
    String folder(StudyRow study);

    /** Returns whether a study's folder exists, such as that of the study that was dumped. */
    boolean exists(String folder) throws IOException;

    /** Writes a file as a whole and creates its folder. */
    void write(String uri, InputStream content) throws IOException;

    /** Deletes a study's folder of a restore that failed. */
    void deleteFolder(String folder) throws IOException;
}
