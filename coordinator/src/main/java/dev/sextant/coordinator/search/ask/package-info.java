/**
 * The interface of the search: what it is asked and what it answers.
 *
 * <p>Comes in: a {@link dev.sextant.coordinator.search.ask.StudyView}, everything that is known about a study. Goes out: a
 * {@link dev.sextant.coordinator.search.ask.Proposal} with its {@link dev.sextant.coordinator.search.ask.Reason}.
 */
package dev.sextant.coordinator.search.ask;
