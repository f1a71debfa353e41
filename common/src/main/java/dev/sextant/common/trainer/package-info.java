/**
 * What a trainer promises: the interface to implement to tune something of one's own.
 *
 * <p>A {@link dev.sextant.common.trainer.TrainerFactory}, found through {@link java.util.ServiceLoader}, declares its
 * settings and makes one {@link dev.sextant.common.trainer.Trainer} for each run. This package needs neither Spark nor
 * Deeplearning4j.
 */
package dev.sextant.common.trainer;
