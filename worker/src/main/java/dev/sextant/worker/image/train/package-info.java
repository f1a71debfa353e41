/**
 * The training of a trial. {@link dev.sextant.worker.image.train.TrainingTask} gathers what it trains on, {@link
 * dev.sextant.worker.image.train.ClassifierNetwork} draws up what is trained in each {@link
 * dev.sextant.worker.image.train.Phase}, a {@link dev.sextant.worker.image.train.Learner} takes the steps (heads on kept features in
 * plain Java, all else by Deeplearning4j), {@link dev.sextant.worker.image.train.ImageClassifierTrainer} goes from epoch to epoch and measures, and {@link
 * dev.sextant.worker.image.train.ModelFile} keeps the result. {@link dev.sextant.worker.image.train.RangeTest} tries learning
 * rates in the same way.
 */
package dev.sextant.worker.image.train;
