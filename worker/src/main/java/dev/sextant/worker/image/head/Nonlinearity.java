package dev.sextant.worker.image.head;

import java.util.Locale;
import org.nd4j.linalg.activations.Activation;

/** What hidden layers apply to their sums: the functions of Deeplearning4j's activations of these names. */
public enum Nonlinearity {
    RELU(Activation.RELU) {
        @Override
        float of(float z) {
            return Math.max(0, z);
        }

        @Override
        float slope(float z, float value) {
            return z > 0 ? 1 : 0;
        }
    },
    LEAKY_RELU(Activation.LEAKYRELU) {
        @Override
        float of(float z) {
            return z > 0 ? z : LEAK * z;
        }

        @Override
        float slope(float z, float value) {
            return z > 0 ? 1 : LEAK;
        }
    },
    ELU(Activation.ELU) {
        @Override
        float of(float z) {
            return z > 0 ? z : (float) Math.expm1(z);
        }

        @Override
        float slope(float z, float value) {
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
        float slope(float z, float value) {
            return (float) (z > 0 ? SELU_SCALE : value + SELU_SCALE * SELU_ALPHA);
        }
    },
    /** Hendrycks and Gimpel, arXiv:1606.08415, section 2: x times the logistic function of 1.702 x. */
    GELU(Activation.GELU) {
        @Override
        float of(float z) {
            return (float) (z * logistic(GELU_FACTOR * z));
        }

        @Override
        float slope(float z, float value) {
            double share = logistic(GELU_FACTOR * z);
            return (float) (share + GELU_FACTOR * z * share * (1 - share));
        }
    },
    SWISH(Activation.SWISH) {
        @Override
        float of(float z) {
            return (float) (z * logistic(z));
        }

        @Override
        float slope(float z, float value) {
            double share = logistic(z);
            return (float) (share + z * share * (1 - share));
        }
    },
    TANH(Activation.TANH) {
        @Override
        float of(float z) {
            return (float) Math.tanh(z);
        }

        @Override
        float slope(float z, float value) {
            return 1 - value * value;
        }
    },
    SIGMOID(Activation.SIGMOID) {
        @Override
        float of(float z) {
            return (float) logistic(z);
        }

        @Override
        float slope(float z, float value) {
            return value * (1 - value);
        }
    };

    private static final float LEAK = 0.01f;
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double GELU_FACTOR = 1.702;

    private final Activation activation;

    Nonlinearity(Activation activation) {
        this.activation = activation;
    }

    /** Values at sums. */
    void apply(float[] z, float[] values) {
        for (int i = 0; i < z.length; i++) {
            values[i] = of(z[i]);
        }
    }

    /** From the gradient by the values that by the sums, in place. */
    void backward(float[] z, float[] values, float[] gradient) {
        for (int i = 0; i < z.length; i++) {
            gradient[i] *= slope(z[i], values[i]);
        }
    }

    /** Of the normal distribution that a layer's weights begin with: it keeps the size of what flows through the layer. */
    double deviation(int inputs, int outputs) {
        return switch (this) {
            case RELU, LEAKY_RELU, ELU, GELU, SWISH -> Math.sqrt(2.0 / inputs);
            case SELU -> Math.sqrt(1.0 / inputs);
            case TANH, SIGMOID -> Math.sqrt(2.0 / (inputs + outputs));
        };
    }

    /** The value at a sum. */
    abstract float of(float z);

    /**
     * The derivative at a sum.
     *
     * @param value at it
     */
    abstract float slope(float z, float value);

    /** Deeplearning4j's of the same function. */
    public Activation activation() {
        return activation;
    }

    /** As in a study file. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
