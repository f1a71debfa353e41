package dev.sextant.common.study;

import java.util.List;
import java.util.Locale;

/** A prior over the values of a parameter: where the study's author expects the best value. */
public sealed interface Prior {

    /**
     * A normal distribution around a value of a numeric or ordinal parameter, on the parameter's axis.
     */
    record Around(Object value, Confidence confidence) implements Prior {}

    /**
     * A weight for each value of a categorical parameter.
     *
     * @param weights positive, one per value, in the order of the parameter's values
     */
    record Weights(List<Double> weights) implements Prior {
        /**
         * Checks the weights.
         *
         * @throws IllegalArgumentException when a weight is not positive and finite
         */
        public Weights {
            weights = List.copyOf(weights);
            for (double weight : weights) {
                if (!(weight > 0 && Double.isFinite(weight))) {
                    throw new IllegalArgumentException("weight (" + weight + ") must be above 0");
                }
            }
        }
    }

    /** The author's confidence in a value. */
    enum Confidence {
        /** A standard deviation of 30 % of the axis. */
        LOW(0.3),
        /** A standard deviation of 15 % of the axis. */
        MEDIUM(0.15),
        /** A standard deviation of 6 % of the axis. */
        HIGH(0.06);

        private final double deviation;

        Confidence(double deviation) {
            this.deviation = deviation;
        }

        /** Returns the word in the study file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the standard deviation as a share of the parameter's axis. */
        public double deviation() {
            return deviation;
        }
    }
}
