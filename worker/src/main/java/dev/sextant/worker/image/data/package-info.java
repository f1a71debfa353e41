/**
 * Data sets of images: the settings of a study come in, a list of files with labels and its split into training,
 * validation and test set go out.
 *
 * <p>{@link dev.sextant.worker.image.data.ImageFolder} lists the files, {@link
 * dev.sextant.worker.image.data.ValidationSplit} splits them, and {@link dev.sextant.worker.image.data.UnusableData}
 * says why they cannot be used. No image is decoded here, except for the {@link
 * dev.sextant.worker.image.data.Thumbnails} of reports.
 */
package dev.sextant.worker.image.data;
