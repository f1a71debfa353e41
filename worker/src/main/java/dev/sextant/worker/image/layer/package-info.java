/** Layers, activations and losses that Deeplearning4j lacks or computes slowly. None of them is written into a saved model. */
package dev.sextant.worker.image.layer;
