/**
 * Checkpoint files of all studies of a database, compared with their rows: listed, verified, cleaned.
 *
 * <p>Rows of studies come in; what lies in their folders goes out. {@link
 * dev.sextant.coordinator.checkpoint.StudyFolders} is where to begin.
 */
package dev.sextant.coordinator.checkpoint;
