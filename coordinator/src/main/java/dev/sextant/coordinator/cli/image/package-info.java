/**
 * Commands on images and image classifiers: {@code lr-find}, {@code evaluate}, {@code predict}, {@code clean},
 * {@code ensemble}, {@code refit}, {@code backbones}. The class of a command is its name followed by {@code Command}.
 */
package dev.sextant.coordinator.cli.image;
