/**
 * Image decoding: the content of an image file comes in, bytes of a square image of one size go out.
 *
 * <p>{@link dev.sextant.worker.image.read.ImageDecoder} is the entry point. It reads JPEG, PNG, WebP, GIF, BMP and
 * TIFF: gray, palette, CMYK and 16-bit images, and images that are rotated by EXIF. This package knows neither folders
 * nor networks.
 */
package dev.sextant.worker.image.read;
