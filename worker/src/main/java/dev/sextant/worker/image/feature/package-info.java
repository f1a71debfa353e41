/**
 * What the frozen part of a backbone makes of images: computed once a host by {@link
 * dev.sextant.worker.image.feature.FeatureStore}, kept in a {@link dev.sextant.worker.image.feature.FeatureFile} that names all
 * it depends on, and fed to what is trained like images.
 */
package dev.sextant.worker.image.feature;
