/**
 * Pages that show studies: live, by a server, and as one file.
 *
 * <p>Input: a {@link dev.sextant.sql.Database}. Output: an HTTP server, or an HTML file. Both contain the same scripts and
 * the same answers of {@code StudyApi}. Pages change nothing.
 */
package dev.sextant.coordinator.dashboard;
