package dev.sextant.worker.image.augment;

/**
 * Where in a source image a pixel of the result comes from: {@code (xx * x + xy * y + x0, yx * x + yy * y + y0)}, of
 * pixels' centres, which have whole coordinates. Immutable.
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

    /**
     * Draws one. All is drawn whatever the ranges are, so that a change of one range leaves the others' draws as they were.
     *
     * @param from side of the source, pixels
     * @param to side of the result, pixels
     */
    static Affine draw(Augmentation ranges, RandomStream draws, int from, int to) {
        double angle = Math.toRadians(draws.around(ranges.rotation()));
        double shear = draws.around(ranges.shear());
        double logZoom = draws.between(Math.log(ranges.zoomMin()), Math.log(ranges.zoomMax()));
        double moveX = draws.around(ranges.shift());
        double moveY = draws.around(ranges.shift());
        boolean mirror = draws.chance(0.5) && ranges.flipHorizontal();
        boolean turnOver = draws.chance(0.5) && ranges.flipVertical();
        double area = draws.between(ranges.crop(), 1);
        double aspect = Math.exp(draws.around(ranges.crop() < 1 ? Math.log(4 / 3.0) : 0));
        double width = Math.min(1, Math.sqrt(area * aspect));
        double height = Math.min(1, Math.sqrt(area / aspect));
        double left = draws.around((1 - width) / 2);
        double top = draws.around((1 - height) / 2);

        // Of coordinates around the middle: flip, shear along x, turn, zoom; then into the cropped part, and moved.
        double scale = Math.exp(-logZoom) * from / to;
        double cos = Math.cos(angle) * scale;
        double sin = Math.sin(angle) * scale;
        double flipX = mirror ? -1 : 1;
        double flipY = turnOver ? -1 : 1;
        double xx = width * cos * flipX;
        double xy = width * (cos * shear - sin) * flipY;
        double yx = height * sin * flipX;
        double yy = height * (sin * shear + cos) * flipY;
        double middle = (to - 1) / 2.0;
        double x0 = (from - 1) / 2.0 + from * (left + moveX) - (xx + xy) * middle;
        double y0 = (from - 1) / 2.0 + from * (top + moveY) - (yx + yy) * middle;
        return new Affine(xx, xy, x0, yx, yy, y0);
    }
}
