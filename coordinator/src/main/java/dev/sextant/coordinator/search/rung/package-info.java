/**
 * How trials compare at the rungs: scores, ranks and quantiles, constraints included.
 */
package dev.sextant.coordinator.search.rung;
