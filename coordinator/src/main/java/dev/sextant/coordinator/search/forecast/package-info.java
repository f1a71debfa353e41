/**
 * Learning-curve extrapolation: what trials below the top rung would reach if they were trained to the end.
 */
package dev.sextant.coordinator.search.forecast;
