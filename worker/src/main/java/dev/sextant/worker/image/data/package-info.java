/**
 * Which images there are and what each is for: a study's settings in, a list of files with labels out. {@link
 * dev.sextant.worker.image.data.ImageFolder} lists them, {@link dev.sextant.worker.image.data.ValidationSplit} says who learns
 * and who is asked, {@link dev.sextant.worker.image.data.UnusableData} what is wrong with them.
 */
package dev.sextant.worker.image.data;
