/**
 * Reads studies from a database of Optuna, SQLite or PostgreSQL, and changes nothing there. Input: a file or an address. Output:
 * {@link dev.sextant.sql.optuna.OptunaStudy}, with parameters in the terms of the domain.
 */
package dev.sextant.sql.optuna;
