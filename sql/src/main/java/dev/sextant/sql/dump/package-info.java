/**
 * Studies as a file: {@link dev.sextant.sql.dump.StudyDump} writes studies of a database to a file, and {@link
 * dev.sextant.sql.dump.StudyRestore} reads the file into another database.
 *
 * <p>The file is a zip of one part per table, in the text format of PostgreSQL's COPY, of the packed checkpoint files, and
 * of a {@link dev.sextant.sql.dump.Manifest}. Both directions stream: memory does not grow with the rows.
 */
package dev.sextant.sql.dump;
