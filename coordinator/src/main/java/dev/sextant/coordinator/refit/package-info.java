/**
 * Retraining of a study's best configuration ({@link dev.sextant.coordinator.refit.TrialRefit}), in this process or on several
 * Spark executors by the parameter averaging of Deeplearning4j's Spark module.
 *
 * <p>Input: a trial, a Spark cluster, {@link dev.sextant.worker.image.refit.AveragingRound}s of work. Output: the averaged network,
 * in a folder with the files of an exported model.
 */
package dev.sextant.coordinator.refit;
