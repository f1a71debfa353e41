/**
 * The schema and the only code that talks to PostgreSQL.
 *
 * <p>{@link dev.sextant.sql.Database} opens and migrates a {@link dev.sextant.sql.connect.DatabaseAddress}, which may be that of an
 * {@link dev.sextant.sql.server.EmbeddedServer}; {@link dev.sextant.sql.Studies} finds and creates studies; {@link
 * dev.sextant.sql.StudyJournal} writes what one coordinator does to one study, under its lock; {@link
 * dev.sextant.sql.StudyQueries} reads the views for people. Rows come and go as records; nothing outside this package sees
 * SQL.
 */
package dev.sextant.sql;
