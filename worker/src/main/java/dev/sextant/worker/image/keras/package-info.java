/**
 * Import of Keras networks: an {@code .h5} file comes in, a Deeplearning4j network that computes features goes out.
 *
 * <p>The steps are: {@link dev.sextant.worker.image.keras.KerasFile} opens the file, {@link
 * dev.sextant.worker.image.keras.KerasLayers} keeps the layers that the features need and checks that they can be read,
 * Deeplearning4j imports them, and {@link dev.sextant.worker.image.keras.ChannelsFirst} converts the network to the
 * layout that computes fast.
 */
package dev.sextant.worker.image.keras;
