package dev.sextant.worker.image.backbone;

/**
 * Multiplications of a forward pass through a backbone that is fine-tuned, per image.
 *
 * @param frozen those of the layers that are not trained
 * @param trained those of the layers that are
 */
public record Multiplications(double frozen, double trained) {}
