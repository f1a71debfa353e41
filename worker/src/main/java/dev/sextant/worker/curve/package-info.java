/**
 * Trainer {@code curve-table}, which replays recorded learning curves, for benchmarks of the search and tests of the
 * scheduler.
 *
 * <p>A CSV table of configurations and their curves comes in; the values of the nearest configuration go out, epoch by
 * epoch, as slowly as requested. {@link dev.sextant.worker.curve.FaultInjection} fails on request.
 */
package dev.sextant.worker.curve;
