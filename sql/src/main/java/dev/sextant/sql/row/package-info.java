/**
 * Rows of the tables and views as records: what is read from the database and what is written to it.
 *
 * <p>Plain values that depend on the domain alone.
 */
package dev.sextant.sql.row;
