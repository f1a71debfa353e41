/**
 * Gaussian processes over a study's trials, and the sampler that asks them where to try next.
 */
package dev.sextant.coordinator.search.model;
