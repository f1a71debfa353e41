package dev.sextant.worker.image.augment;

/** Bilinear resampling of images through an affine map. Stateless and safe for use by many threads. */
final class Warp {
    /** Sample of {@link FillMode#CONSTANT}. */
    static final float GRAY = 128;

    private Warp() {}

    /**
     * Computes a square image.
     *
     * @param map map from the result to the source
     * @param source unsigned bytes, channel after channel, row by row
     * @param from side of the source, pixels
     * @param target receives {@code channels * to * to} samples of 0 to 255
     * @param offset index of the first sample in {@code target}
     * @param to side of the result, pixels
     */
    static void apply(
            Affine map, FillMode fill, byte[] source, int from, int channels, float[] target, int offset, int to) {
        int fromPlane = from * from;
        int toPlane = to * to;
        int last = from - 1;
        for (int y = 0; y < to; y++) {
            double rowX = map.xy() * y + map.x0();
            double rowY = map.yy() * y + map.y0();
            int row = offset + y * to;
            for (int x = 0; x < to; x++) {
                double sourceX = map.xx() * x + rowX;
                double sourceY = map.yx() * x + rowY;
                int left = (int) Math.floor(sourceX);
                int top = (int) Math.floor(sourceY);
                float right = (float) (sourceX - left);
                float lower = (float) (sourceY - top);
                if (left >= 0 && top >= 0 && left < last && top < last) {
                    int index = top * from + left;
                    for (int channel = 0; channel < channels; channel++) {
                        float upper0 = source[index] & 0xff;
                        float upper1 = source[index + 1] & 0xff;
                        float lower0 = source[index + from] & 0xff;
                        float lower1 = source[index + from + 1] & 0xff;
                        float above = upper0 + right * (upper1 - upper0);
                        float below = lower0 + right * (lower1 - lower0);
                        target[row + channel * toPlane + x] = above + lower * (below - above);
                        index += fromPlane;
                    }
                } else {
                    int x0 = fill.pixel(left, from);
                    int x1 = fill.pixel(left + 1, from);
                    int y0 = fill.pixel(top, from);
                    int y1 = fill.pixel(top + 1, from);
                    for (int channel = 0; channel < channels; channel++) {
                        int plane = channel * fromPlane;
                        float upper0 = sample(source, plane, from, x0, y0);
                        float upper1 = sample(source, plane, from, x1, y0);
                        float lower0 = sample(source, plane, from, x0, y1);
                        float lower1 = sample(source, plane, from, x1, y1);
                        float above = upper0 + right * (upper1 - upper0);
                        float below = lower0 + right * (lower1 - lower0);
                        target[row + channel * toPlane + x] = above + lower * (below - above);
                    }
                }
            }
        }
    }

    private static float sample(byte[] source, int plane, int side, int x, int y) {
        return x < 0 || y < 0 ? GRAY : source[plane + y * side + x] & 0xff;
    }
}
