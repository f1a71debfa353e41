package dev.sextant.coordinator.search;

/** What is added to an acquisition for other reasons than the model's. */
@FunctionalInterface
interface PointBonus {
    /** Nothing. */
    PointBonus NONE = (cube, features) -> new double[cube.length];

    /**
     * What points gain.
     *
     * @param cube [n][D] of the unit cube
     * @param features [n][F] the same for a kernel
     */
    double[] at(double[][] cube, double[][] features);
}
