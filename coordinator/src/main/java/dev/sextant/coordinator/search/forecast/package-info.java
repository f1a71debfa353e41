/**
 * Learning-curve extrapolation: the values that trials below the top rung would reach if they were trained to the top.
 *
 * <p>Input: the best value so far of each trial at some epochs ({@code RunningBest}). {@code Gain}s between these
 * epochs are what the {@code GainModel} learns, on the {@code ValueScale} of the study. Output: a predicted value at
 * the top rung with a prediction interval. No proposal depends on it.
 */
package dev.sextant.coordinator.search.forecast;
