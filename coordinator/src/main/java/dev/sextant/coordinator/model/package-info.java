/**
 * Models of a study's trials: find, fetch, open, evaluate and combine them, and tools around their training images.
 *
 * <p>Input: rows of a study, its checkpoint store, local folders. Output: {@link
 * dev.sextant.worker.image.inference.SavedClassifier}, predictions, reviews, files. The packages that print ({@code
 * report}, {@code cli}) build on this one.
 */
package dev.sextant.coordinator.model;
