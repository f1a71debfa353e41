/**
 * How a PostgreSQL database is reached: its {@link dev.sextant.sql.connect.DatabaseAddress}, connections to it, and what goes
 * wrong there, in words ({@link dev.sextant.sql.connect.ErrorTranslator}).
 */
package dev.sextant.sql.connect;
