package dev.sextant.coordinator.search.gp;

/**
 * What is believed of length scales before there are data: ln ℓ ~ N(mean, deviation²), on axes from 0 to 1.
 */
public record LengthScalePrior(double mean, double deviation) {
    /** What the search believes of every parameter. */
    public static final LengthScalePrior USUAL = new LengthScalePrior(0.2, 1);
}
