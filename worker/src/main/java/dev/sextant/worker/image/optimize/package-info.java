/**
 * Optimizers, learning-rate schedules and early stopping. Independent of images and networks.
 */
package dev.sextant.worker.image.optimize;
