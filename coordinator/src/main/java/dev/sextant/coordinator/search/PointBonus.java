package dev.sextant.coordinator.search;

/** What is added to an acquisition for other reasons than the model's. */
@FunctionalInterface
interface PointBonus {
    /** Nothing. */
    PointBonus NONE = cube -> new double[cube.length];

    /**
     * What points gain.
     *
     * @param cube [n][D] points of the unit cube
     */
    double[] at(double[][] cube);
}
