/**
 * Comparing trials at rungs: scores, ranks and quantiles, constraints included, and who is promoted.
 *
 * <p>Comes in: a {@link dev.sextant.coordinator.search.ask.StudyView}. {@code RungTable} ranks its trials at every rung.
 * Goes out: the next trial to promote ({@code Promotions}) and the quantiles that models learn ({@code RungQuantiles}).
 * {@code BoundedHeap} and {@code SortedScores} are data structures that other rooms use too.
 */
package dev.sextant.coordinator.search.rung;
