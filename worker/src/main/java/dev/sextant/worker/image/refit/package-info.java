/**
 * Retrains the best configuration on all images: in one process, or by parameter averaging over copies of the
 * network. {@link dev.sextant.worker.image.refit.Refit} creates the trainers; an implementation of {@link
 * dev.sextant.worker.image.refit.ParameterAveraging} runs the copies. {@link
 * dev.sextant.worker.image.refit.RefitImages} holds the images of an executor between rounds.
 */
package dev.sextant.worker.image.refit;
