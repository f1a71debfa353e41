/**
 * Points of the unit cube: quasi-random and random sequences, the grid, and which points a study has tried.
 */
package dev.sextant.coordinator.search.points;
