/**
 * Points of the unit cube and the configurations at these points.
 *
 * <p>Input: a seed and an index, or a {@link dev.sextant.coordinator.search.ask.StudyView}. Output: the points of a
 * sequence ({@code RandomPoints}, {@code SobolPoints}), the configurations of a {@code Grid}, and what a study has
 * tried ({@code KnownConfigurations}, {@code TriedPoints}, {@code NearPoints}).
 */
package dev.sextant.coordinator.search.points;
