/**
 * Acquisition functions, which say how much a point is worth trying, and the search for their maximum.
 *
 * <p>Input: a model's {@link dev.sextant.coordinator.search.gp.Prediction}s, and a {@code Box} of the unit cube.
 * Output: the best points found by the {@code Maximizer}. Pure: the same model and random numbers give the same points.
 */
package dev.sextant.coordinator.search.acquisition;
