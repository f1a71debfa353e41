/**
 * The search: which trial to start or continue next.
 *
 * <p>Comes in: a {@link dev.sextant.coordinator.search.StudyView}, everything the rows say about a study. Goes out: a
 * {@link dev.sextant.coordinator.search.Proposal} with its reason. Pure: no Spark, no SQL, no clock, no global random
 * state; the same view gives the same proposal.
 */
package dev.sextant.coordinator.search;
