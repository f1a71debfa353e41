package dev.sextant.common.study;

import java.util.List;
import java.util.Locale;

/** Where a study's author believes the best value of a parameter to be. */
public sealed interface Prior {

    /**
     * Around a value of the parameter, which is a number or an ordinal: the density of a normal distribution on the
     * parameter's axis.
     */
    record Around(Object value, Confidence confidence) implements Prior {}

    /**
     * How much each value of a categorical parameter is believed in.
     *
     * @param weights positive, one a value, in the parameter's order
     */
    record Weights(List<Double> weights) implements Prior {
        /** @throws IllegalArgumentException when a weight is not positive and finite */
        public Weights {
            weights = List.copyOf(weights);
            for (double weight : weights) {
                if (!(weight > 0 && Double.isFinite(weight))) {
                    throw new IllegalArgumentException("weight (" + weight + ") must be above 0");
                }
            }
        }
    }

    /** How sure the author is of a value. */
    enum Confidence {
        LOW(0.3),
        MEDIUM(0.15),
        HIGH(0.06);

        private final double deviation;

        Confidence(double deviation) {
            this.deviation = deviation;
        }

        /** The word in the study file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Standard deviation, as a share of the parameter's axis. */
        public double deviation() {
            return deviation;
        }
    }
}
