/**
 * Points of the unit cube and the configurations they stand for.
 *
 * <p>Comes in: a seed and an index, or a {@link dev.sextant.coordinator.search.ask.StudyView}. Goes out: the points of a
 * sequence ({@code RandomPoints}, {@code SobolPoints}), the configurations of a {@code Grid}, and what a study has tried
 * ({@code KnownConfigurations}, {@code TriedPoints}, {@code NearPoints}).
 */
package dev.sextant.coordinator.search.points;
