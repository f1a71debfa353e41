/**
 * Activations of the frozen part of a backbone: computed once per host by {@link
 * dev.sextant.worker.image.feature.FeatureStore}, cached in a {@link dev.sextant.worker.image.feature.FeatureFile}
 * whose name is a hash of everything they depend on, and trained on like images.
 */
package dev.sextant.worker.image.feature;
