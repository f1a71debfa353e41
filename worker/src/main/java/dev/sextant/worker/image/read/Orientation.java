package dev.sextant.worker.image.read;

/**
 * Transformation that makes a stored image upright: mirrored left to right first, then turned clockwise. The constants
 * are in the order of EXIF's numbers 1 to 8 (CIPA DC-008, Exif 2.32, tag Orientation).
 */
enum Orientation {
    UPRIGHT(false, 0),
    MIRRORED(true, 0),
    UPSIDE_DOWN(false, 2),
    MIRRORED_UPSIDE_DOWN(true, 2),
    MIRRORED_LEFT(true, 3),
    RIGHT(false, 1),
    MIRRORED_RIGHT(true, 1),
    LEFT(false, 3);

    private final boolean mirrored;
    private final int quarterTurns;

    Orientation(boolean mirrored, int quarterTurns) {
        this.mirrored = mirrored;
        this.quarterTurns = quarterTurns;
    }

    /**
     * Returns the orientation of an EXIF number.
     *
     * @param number 1 to 8; any other number counts as upright
     */
    static Orientation ofExif(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
    }

    /**
     * Returns a square image upright.
     *
     * @param planes [channels × size × size]
     * @param size side, pixels
     */
    byte[] turn(byte[] planes, int size) {
        if (this == UPRIGHT) {
            return planes;
        }
        byte[] turned = new byte[planes.length];
        int last = size - 1;
        for (int plane = 0; plane < planes.length; plane += size * size) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    int column = mirrored ? last - x : x;
                    int target =
                            switch (quarterTurns) {
                                case 0 -> y * size + column;
                                case 1 -> column * size + last - y;
                                case 2 -> (last - y) * size + last - column;
                                default -> (last - column) * size + y;
                            };
                    turned[plane + target] = planes[plane + y * size + x];
                }
            }
        }
        return turned;
    }
}
