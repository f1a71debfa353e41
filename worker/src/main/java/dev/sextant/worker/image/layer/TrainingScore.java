package dev.sextant.worker.image.layer;

/**
 * How well a network in training mode does on images, before it takes a step on them.
 *
 * @param loss mean loss of the images
 * @param accuracy share of the images whose most probable class is that of the largest target probability
 */
public record TrainingScore(double loss, double accuracy) {}
