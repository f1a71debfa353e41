/**
 * What networks are fed: files that were listed in, batches out. {@link dev.sextant.worker.image.input.PixelStore} keeps
 * decoded images for all trials of this process, {@link dev.sextant.worker.image.input.Preprocessing} scales them, {@link
 * dev.sextant.worker.image.input.TrainingImages} augments them and lets them grow from epoch to epoch. {@link
 * dev.sextant.worker.image.input.Examples} is all of that to whoever trains.
 */
package dev.sextant.worker.image.input;
