/**
 * Rows of the tables and views as records: what comes out of the database, and what is written into it.
 *
 * <p>Plain values. Knows the domain and nothing else.
 */
package dev.sextant.sql.row;
