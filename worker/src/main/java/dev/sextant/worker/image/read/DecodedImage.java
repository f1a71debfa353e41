package dev.sextant.worker.image.read;

/**
 * A decoded square image.
 *
 * @param planes one value from 0 to 255 per pixel, row by row, channel by channel (red, green, blue)
 * @param channels 1 or 3
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list of bytes would take many times the memory
public record DecodedImage(byte[] planes, int channels) {
    /** Returns the same image with three channels; a gray image gets three equal ones. */
    public DecodedImage inColor() {
        if (channels == 3) {
            return this;
        }
        byte[] rgb = new byte[3 * planes.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(planes, 0, rgb, channel * planes.length, planes.length);
        }
        return new DecodedImage(rgb, 3);
    }
}
