package dev.sextant.worker.image.read;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Optional;

/**
 * Rows of an opaque image with eight bits per sample, read directly from the array that holds them. Most images are
 * like this.
 *
 * @param data samples of all pixels
 * @param start index of the first pixel
 * @param rowStride distance between rows, bytes
 * @param pixelStride distance between pixels, bytes
 * @param bandOffsets position of each channel's sample within a pixel
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ByteRows(
        int width, int height, int channels, byte[] data, int start, int rowStride, int pixelStride, int[] bandOffsets)
        implements PixelRows {

    /** Returns a reader; empty if the image's samples lie in another way. */
    static Optional<ByteRows> of(BufferedImage image, int channels) {
        if (image.getColorModel().hasAlpha() || !PixelRows.hasEightBits(image.getColorModel())) {
            return Optional.empty();
        }
        Raster raster = image.getRaster();
        return raster.getDataBuffer() instanceof DataBufferByte buffer
                        && buffer.getNumBanks() == 1
                        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                        && raster.getSampleModelTranslateX() == 0
                        && raster.getSampleModelTranslateY() == 0
                        && raster.getMinX() == 0
                        && raster.getMinY() == 0
                ? Optional.of(new ByteRows(
                        image.getWidth(),
                        image.getHeight(),
                        channels,
                        buffer.getData(),
                        buffer.getOffset(),
                        model.getScanlineStride(),
                        model.getPixelStride(),
                        model.getBandOffsets()))
                : Optional.empty();
    }

    @Override
    public void read(int y, float[][] target) {
        for (int channel = 0; channel < channels; channel++) {
            float[] row = target[channel];
            int index = start + y * rowStride + bandOffsets[channel];
            for (int x = 0; x < width; x++) {
                row[x] = data[index] & 0xff;
                index += pixelStride;
            }
        }
    }
}
