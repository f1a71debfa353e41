package dev.sextant.common.study;

/**
 * How configurations are chosen.
 *
 * @param algorithm a name of the algorithms' registry, such as {@code random} or {@code asha}
 * @param seed same rows and same seed, same proposals
 */
public record SearchSettings(String algorithm, long seed) {}
