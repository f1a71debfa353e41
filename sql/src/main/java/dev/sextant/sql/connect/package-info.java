/**
 * Access to a PostgreSQL database: its {@link dev.sextant.sql.connect.DatabaseAddress}, connections to it, and exceptions
 * whose messages say what to do ({@link dev.sextant.sql.connect.ErrorTranslator}).
 */
package dev.sextant.sql.connect;
