/**
 * Comparing trials at rungs: scores, ranks and quantiles, constraints included, and promotions.
 *
 * <p>Input: a {@link dev.sextant.coordinator.search.ask.StudyView}. {@code RungTable} ranks its trials at every rung.
 * Output: the next trial to promote ({@code Promotions}) and the quantiles that models learn ({@code RungQuantiles}).
 * {@code BoundedHeap} and {@code SortedScores} are data structures that other packages use too.
 */
package dev.sextant.coordinator.search.rung;
