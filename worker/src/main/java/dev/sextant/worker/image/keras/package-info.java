/**
 * Networks from Keras: an {@code .h5} file in, a Deeplearning4j network out that takes images as Sextant feeds them.
 *
 * <p>{@link dev.sextant.worker.image.keras.KerasFile} reads what the file says of its layers, {@link
 * dev.sextant.worker.image.keras.KerasLayers} cuts it down to what the features need and says what cannot be read,
 * Deeplearning4j's importer makes a network of it, and {@link dev.sextant.worker.image.keras.ChannelsFirst} turns that
 * into one that computes fast.
 */
package dev.sextant.worker.image.keras;
