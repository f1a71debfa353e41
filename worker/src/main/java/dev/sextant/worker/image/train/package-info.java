/**
 * The training of a trial. {@link dev.sextant.worker.image.train.TrainingTask} gathers what it trains on, {@link
 * dev.sextant.worker.image.train.ClassifierNetwork} draws up what is trained in each {@link
 * dev.sextant.worker.image.train.Phase}, {@link dev.sextant.worker.image.train.TrainingPhase} takes the steps, {@link
 * dev.sextant.worker.image.train.ImageClassifierTrainer} goes from epoch to epoch and measures, and {@link
 * dev.sextant.worker.image.train.ModelFile} keeps the result. {@link dev.sextant.worker.image.train.RangeTest} tries learning
 * rates in the same way.
 */
package dev.sextant.worker.image.train;
