/**
 * Trains a configuration that was found once more, on all images: alone, or with copies of the network that share the work and
 * of which the mean is taken. {@link dev.sextant.worker.image.refit.Refit} makes the trainers; who runs the copies is behind
 * {@link dev.sextant.worker.image.refit.ParameterAveraging}.
 */
package dev.sextant.worker.image.refit;
