package dev.sextant.worker.image.augment;

/**
 * Affine map from a pixel of the result to its position in the source image: {@code (xx * x + xy * y + x0, yx * x +
 * yy * y + y0)}. Centers of pixels have integer coordinates. Immutable.
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

    /** Returns the map that applies another map, then this one. */
    Affine after(Affine first) {
        return new Affine(
                xx * first.xx + xy * first.yx,
                xx * first.xy + xy * first.yy,
                xx * first.x0 + xy * first.y0 + x0,
                yx * first.xx + yy * first.yx,
                yx * first.xy + yy * first.yy,
                yx * first.x0 + yy * first.y0 + y0);
    }

    /**
     * Draws a random map. The number of random numbers does not depend on the ranges, so changing one range leaves
     * the other changes as they were.
     *
     * @param from side of the source, pixels
     * @param to side of the result, pixels
     */
    static Affine draw(Augmentation ranges, RandomStream random, int from, int to) {
        double angle = Math.toRadians(random.nextSymmetric(ranges.rotation()));
        double shear = random.nextSymmetric(ranges.shear());
        double logZoom = random.nextDouble(Math.log(ranges.zoomMin()), Math.log(ranges.zoomMax()));
        double moveX = random.nextSymmetric(ranges.shift());
        double moveY = random.nextSymmetric(ranges.shift());
        boolean flipsX = random.nextBoolean(0.5) && ranges.flipHorizontal();
        boolean flipsY = random.nextBoolean(0.5) && ranges.flipVertical();
        double area = random.nextDouble(ranges.crop(), 1);
        double aspect = Math.exp(random.nextSymmetric(ranges.crop() < 1 ? Math.log(4 / 3.0) : 0));
        double width = Math.min(1, Math.sqrt(area * aspect));
        double height = Math.min(1, Math.sqrt(area / aspect));
        double left = random.nextSymmetric((1 - width) / 2);
        double top = random.nextSymmetric((1 - height) / 2);

        // In coordinates around the center: flip, shear along x, rotate, zoom; then scale to the crop, and shift.
        double scale = Math.exp(-logZoom) * from / to;
        double cos = Math.cos(angle) * scale;
        double sin = Math.sin(angle) * scale;
        double flipX = flipsX ? -1 : 1;
        double flipY = flipsY ? -1 : 1;
        double xx = width * cos * flipX;
        double xy = width * (cos * shear - sin) * flipY;
        double yx = height * sin * flipX;
        double yy = height * (sin * shear + cos) * flipY;
        double center = (to - 1) / 2.0;
        double x0 = (from - 1) / 2.0 + from * (left + moveX) - (xx + xy) * center;
        double y0 = (from - 1) / 2.0 + from * (top + moveY) - (yx + yy) * center;
        return new Affine(xx, xy, x0, yx, yy, y0);
    }
}
