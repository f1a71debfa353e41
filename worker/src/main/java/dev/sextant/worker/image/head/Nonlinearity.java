package dev.sextant.worker.image.head;

import java.util.Locale;
import org.nd4j.linalg.activations.Activation;

/** Activation functions of hidden layers, as Deeplearning4j defines them. */
public enum Nonlinearity {
    RELU(Activation.RELU) {
        @Override
        float of(float z) {
            return Math.max(0, z);
        }

        @Override
        float derivative(float z, float value) {
            return z > 0 ? 1 : 0;
        }
    },
    LEAKY_RELU(Activation.LEAKYRELU) {
        @Override
        float of(float z) {
            return z > 0 ? z : LEAKY_RELU_SLOPE * z;
        }

        @Override
        float derivative(float z, float value) {
            return z > 0 ? 1 : LEAKY_RELU_SLOPE;
        }
    },
    ELU(Activation.ELU) {
        @Override
        float of(float z) {
            return z > 0 ? z : (float) Math.expm1(z);
        }

        @Override
        float derivative(float z, float value) {
            return z > 0 ? 1 : value + 1;
        }
    },
    /** Klambauer et al., arXiv:1706.02515, equation 2. */
    SELU(Activation.SELU) {
        @Override
        float of(float z) {
            return (float) (SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)));
        }

        @Override
        float derivative(float z, float value) {
            return (float) (z > 0 ? SELU_SCALE : value + SELU_SCALE * SELU_ALPHA);
        }
    },
    /** {@code z} times the logistic function of {@code 1.702 z} (Hendrycks and Gimpel, arXiv:1606.08415, section 2). */
    GELU(Activation.GELU) {
        @Override
        float of(float z) {
            return (float) (z * logistic(GELU_FACTOR * z));
        }

        @Override
        float derivative(float z, float value) {
            double sigma = logistic(GELU_FACTOR * z);
            return (float) (sigma + GELU_FACTOR * z * sigma * (1 - sigma));
        }
    },
    SWISH(Activation.SWISH) {
        @Override
        float of(float z) {
            return (float) (z * logistic(z));
        }

        @Override
        float derivative(float z, float value) {
            double sigma = logistic(z);
            return (float) (sigma + z * sigma * (1 - sigma));
        }
    },
    TANH(Activation.TANH) {
        @Override
        float of(float z) {
            return (float) Math.tanh(z);
        }

        @Override
        float derivative(float z, float value) {
            return 1 - value * value;
        }
    },
    SIGMOID(Activation.SIGMOID) {
        @Override
        float of(float z) {
            return (float) logistic(z);
        }

        @Override
        float derivative(float z, float value) {
            return value * (1 - value);
        }
    };

    private static final float LEAKY_RELU_SLOPE = 0.01f;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double GELU_FACTOR = 1.702;

    private final Activation activation;

    Nonlinearity(Activation activation) {
        this.activation = activation;
    }

    /**
     * Computes the values of a row.
     *
     * @param z preactivations
     * @param values receives the activations
     */
    void apply(float[] z, float[] values) {
        for (int i = 0; i < z.length; i++) {
            values[i] = of(z[i]);
        }
    }

    /**
     * Multiplies a gradient with respect to the activations by the derivative, in place.
     *
     * @param z preactivations
     * @param values activations
     */
    void backward(float[] z, float[] values, float[] gradient) {
        for (int i = 0; i < z.length; i++) {
            gradient[i] *= derivative(z[i], values[i]);
        }
    }

    /** Returns the standard deviation of normal initial weights that preserves the variance from layer to layer. */
    double deviation(int inputs, int outputs) {
        return switch (this) {
            case RELU, LEAKY_RELU, ELU, GELU, SWISH -> Math.sqrt(2.0 / inputs);
            case SELU -> Math.sqrt(1.0 / inputs);
            case TANH, SIGMOID -> Math.sqrt(2.0 / (inputs + outputs));
        };
    }

    /** Returns the activation for a preactivation. */
    abstract float of(float z);

    /**
     * Returns the derivative.
     *
     * @param z preactivation
     * @param value activation for {@code z}
     */
    abstract float derivative(float z, float value);

    /** Returns the same function of Deeplearning4j. */
    public Activation activation() {
        return activation;
    }

    /** Returns the name in study files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
