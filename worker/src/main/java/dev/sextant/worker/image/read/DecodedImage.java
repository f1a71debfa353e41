package dev.sextant.worker.image.read;

/**
 * An image of the size wanted.
 *
 * @param planes one value 0 to 255 a pixel, row by row, channel after channel (red, green, blue)
 * @param channels 1 or 3
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a list of bytes would take many times the memory
public record DecodedImage(byte[] planes, int channels) {
    /** The same image with three equal channels. */
    public DecodedImage inColour() {
        if (channels == 3) {
            return this;
        }
        byte[] three = new byte[3 * planes.length];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(planes, 0, three, channel * planes.length, planes.length);
        }
        return new DecodedImage(three, 3);
    }
}
