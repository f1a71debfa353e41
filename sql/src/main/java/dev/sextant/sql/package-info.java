/**
 * The schema, and the only code that talks to PostgreSQL.
 *
 * <p>{@link dev.sextant.sql.Database} opens and migrates the database of a {@link
 * dev.sextant.sql.connect.DatabaseAddress}, which may be that of an {@link dev.sextant.sql.server.EmbeddedServer}.
 * {@link dev.sextant.sql.Studies} finds and creates studies. {@link dev.sextant.sql.StudyJournal} is the record that a
 * coordinator keeps of its study under the study's lock, written in {@link dev.sextant.sql.StudyTransaction}s. {@link
 * dev.sextant.sql.StudyQueries} reads the views for people. Rows enter and leave as records of {@code sql.row}; nothing
 * outside this module sees SQL.
 */
package dev.sextant.sql;
