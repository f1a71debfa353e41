/**
 * Layers, activation functions and losses that Deeplearning4j lacks or computes slowly. Saved models contain none of
 * them: they are replaced by Deeplearning4j's own before saving.
 */
package dev.sextant.worker.image.layer;
