/**
 * Random numbers that are the same on every machine: {@link dev.sextant.common.random.SplitMix64}'s functions of a
 * seed, without a generator whose history would have to be saved and restored.
 */
package dev.sextant.common.random;
