/**
 * Samplers: they choose configurations for new trials, from a point sequence, from densities, or from earlier studies.
 */
package dev.sextant.coordinator.search.sample;
