/**
 * An image file's content in, bytes of one size out: JPEG, PNG, WebP and the like, grey, palette, CMYK, 16-bit, rotated by
 * EXIF. {@link dev.sextant.worker.image.read.ImageDecoder} does it. Nothing here knows folders or networks.
 */
package dev.sextant.worker.image.read;
