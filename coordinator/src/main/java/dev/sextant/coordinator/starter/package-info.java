/**
 * Study files for beginners: a folder of images and the pretrained networks at hand come in, the text of a commented study
 * file goes out.
 *
 * <p>{@link dev.sextant.coordinator.starter.FoundImages} and {@link dev.sextant.coordinator.starter.FoundNetworks} look at
 * what is there; {@link dev.sextant.coordinator.starter.StarterStudy} chooses ranges for it and writes the file.
 */
package dev.sextant.coordinator.starter;
