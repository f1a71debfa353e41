package dev.sextant.coordinator.search.gp;

/**
 * The prior of the length scale of each parameter: ln ℓ ~ N(mean, deviation²), on axes from 0 to 1.
 *
 * @param mean mean of ln ℓ
 * @param deviation standard deviation of ln ℓ
 */
public record LengthScalePrior(double mean, double deviation) {
    /** The prior that the search uses for all parameters. */
    public static final LengthScalePrior DEFAULT = new LengthScalePrior(0.2, 1);
}
