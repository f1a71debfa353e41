/**
 * Queries for pages that show studies.
 *
 * <p>Input: the name of a {@link dev.sextant.sql.panel.Panel} and values for its parameters. Output: rows as plain values,
 * one at a time. {@code StudyChanges} tells when to ask again.
 */
package dev.sextant.sql.panel;
