/**
 * Simulated studies: the same views and proposals as in a real study, on simulated slots and a simulated clock, for tests and
 * benchmarks of search algorithms.
 *
 * <p>Comes in: a {@link dev.sextant.coordinator.search.ask.StudyView} without trials, and a {@link
 * dev.sextant.coordinator.search.simulation.SimulatedTraining} with the values of each epoch. Goes out: the study at its end,
 * and every proposal and epoch on the way.
 */
package dev.sextant.coordinator.search.simulation;
