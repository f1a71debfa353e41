/**
 * The interface of the search: its input and its answers.
 *
 * <p>Input: a {@link dev.sextant.coordinator.search.ask.StudyView}, everything that is known about a study. Output: a
 * {@link dev.sextant.coordinator.search.ask.Proposal} with its {@link dev.sextant.coordinator.search.ask.Reason}.
 */
package dev.sextant.coordinator.search.ask;
