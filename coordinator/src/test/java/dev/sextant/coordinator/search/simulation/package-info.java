/**
 * Whole studies without a cluster: the same views and proposals as in a real one, on simulated slots and a simulated
 * clock. For tests of search algorithms and for comparing them.
 *
 * <p>Comes in: a {@link dev.sextant.coordinator.search.ask.StudyView} without trials, and {@link
 * dev.sextant.coordinator.search.simulation.SimulatedTraining}, which says what each epoch would measure. Goes out: the
 * study at its end, and every proposal and measurement on the way.
 */
package dev.sextant.coordinator.search.simulation;
