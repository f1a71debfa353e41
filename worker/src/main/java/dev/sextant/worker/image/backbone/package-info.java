/**
 * Pretrained networks: {@link dev.sextant.worker.image.backbone.Backbone} is read with its card, {@link
 * dev.sextant.worker.image.backbone.BackboneLayout} finds where it can be cut, {@link
 * dev.sextant.worker.image.backbone.BackboneNetwork} computes. {@link dev.sextant.worker.image.backbone.BackboneRepository} is
 * where a user keeps them. Files of Keras become networks in {@link dev.sextant.worker.image.keras}.
 */
package dev.sextant.worker.image.backbone;
