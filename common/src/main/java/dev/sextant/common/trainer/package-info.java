/**
 * The interface to implement for trainers of one's own.
 *
 * <p>A {@link dev.sextant.common.trainer.TrainerFactory}, found through {@link java.util.ServiceLoader}, declares its
 * settings and creates one {@link dev.sextant.common.trainer.Trainer} per run. This package needs neither Spark nor
 * Deeplearning4j.
 */
package dev.sextant.common.trainer;
