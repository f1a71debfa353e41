/**
 * Search algorithms: they decide whether a free slot starts a new trial, continues an old one, or waits.
 */
package dev.sextant.coordinator.search.algorithm;
