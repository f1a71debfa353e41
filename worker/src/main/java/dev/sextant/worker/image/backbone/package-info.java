/**
 * Pretrained networks: a network's file and its card come in, a network that computes features goes out, whole or cut
 * for fine-tuning.
 *
 * <p>{@link dev.sextant.worker.image.backbone.Backbone} is a file with its card, {@link
 * dev.sextant.worker.image.backbone.BackboneNetwork} the loaded network, and {@link
 * dev.sextant.worker.image.backbone.BackboneLayout} says where it can be cut. {@link
 * dev.sextant.worker.image.backbone.BackboneRepository} is the local folder of a user's networks; {@link
 * dev.sextant.worker.image.backbone.BackboneImport} adds one. Keras files become networks in {@link
 * dev.sextant.worker.image.keras}.
 */
package dev.sextant.worker.image.backbone;
