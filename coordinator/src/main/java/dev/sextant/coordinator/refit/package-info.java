/**
 * Trains one network on several executors at once, by the parameter averaging of Deeplearning4j's Spark module. A network and
 * {@link dev.sextant.worker.image.refit.AveragingRound}s of work come in, the mean of the copies goes out.
 */
package dev.sextant.coordinator.refit;
