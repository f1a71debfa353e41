/**
 * Network inputs: a list of image files in, batches out. {@link dev.sextant.worker.image.input.PixelStore} shares
 * decoded images among the trials of this process, {@link dev.sextant.worker.image.input.Preprocessing} scales them,
 * {@link dev.sextant.worker.image.input.TrainingImages} augments them and resizes them by epoch. Training sees all of
 * this as {@link dev.sextant.worker.image.input.Examples}.
 */
package dev.sextant.worker.image.input;
