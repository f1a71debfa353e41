/**
 * The trainer {@code curve-table}: replays learning curves that were recorded before, and fails on request.
 *
 * <p>Comes in: a CSV table of configurations and their curves. Goes out: the nearest configuration's values, epoch by
 * epoch, as fast or as slowly as asked. For benchmarks of the search and tests of the scheduler.
 */
package dev.sextant.worker.curve;
