/**
 * Training of a trial.
 *
 * <p>{@link dev.sextant.worker.image.train.TrainingTask} reads the data of a trial and divides its epochs into {@link
 * dev.sextant.worker.image.train.TrainingPhase}s: from scratch, head, fine-tuning. A phase begins with a {@link
 * dev.sextant.worker.image.train.Learner}, whose network {@link dev.sextant.worker.image.train.ClassifierNetwork}
 * configures: plain Java for a head on features, Deeplearning4j for everything else. {@link
 * dev.sextant.worker.image.train.ImageClassifierTrainer} trains and validates epoch by epoch, and {@link
 * dev.sextant.worker.image.train.ModelFile} saves the result. {@link dev.sextant.worker.image.train.RangeTest} tries
 * learning rates on the first phase.
 */
package dev.sextant.worker.image.train;
