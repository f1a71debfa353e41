/**
 * The command line: one class a command, found in {@link dev.sextant.coordinator.cli.Sextant}'s list.
 *
 * <p>Comes in: arguments, the environment, a terminal or none ({@link dev.sextant.coordinator.cli.terminal.Console}). Goes out: text
 * or JSON, one line for an error, an {@link dev.sextant.coordinator.cli.terminal.ExitCode}. Commands hold no rules of their own: they
 * read through {@link dev.sextant.sql.StudyQueries}, render, and are done.
 */
package dev.sextant.coordinator.cli;
