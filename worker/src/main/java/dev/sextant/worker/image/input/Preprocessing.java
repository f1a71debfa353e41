package dev.sextant.worker.image.input;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Scaling of bytes to network inputs: {@code (byte * scale - mean) / deviation}, per channel. Immutable.
 *
 * @param bgr whether the network takes blue as its first channel
 * @param scale factor of a byte, e.g. 1/255
 * @param mean mean by channel of the network; a single value applies to all
 * @param deviation standard deviation by channel of the network; a single value applies to all
 */
public record Preprocessing(boolean bgr, double scale, List<Double> mean, List<Double> deviation) {
    /** Names of the predefined ones, as in a study file. */
    public static final List<String> NAMES = List.of("unit", "symmetric", "imagenet", "caffe", "raw");

    public Preprocessing {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /**
     * Returns a predefined preprocessing.
     *
     * @param name one of {@link #NAMES}
     */
    public static Preprocessing named(String name) {
        return switch (name) {
            case "unit" -> new Preprocessing(false, 1 / 255.0, List.of(0.0), List.of(1.0));
            case "symmetric" -> new Preprocessing(false, 1 / 127.5, List.of(1.0), List.of(1.0));
            case "imagenet" ->
                new Preprocessing(false, 1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
            case "raw" -> new Preprocessing(false, 1, List.of(0.0), List.of(1.0));
            case "caffe" -> new Preprocessing(true, 1, List.of(103.939, 116.779, 123.68), List.of(1.0));
            default ->
                throw new IllegalArgumentException("Unknown preprocessing " + name + ", must be one of " + NAMES);
        };
    }

    /** Returns the name among {@link #NAMES}; empty if this is not predefined. */
    public Optional<String> name() {
        return NAMES.stream().filter(name -> named(name).equals(this)).findFirst();
    }

    /** Returns the inputs of images, [files × channels × size × size]. */
    public INDArray apply(Pixels pixels, int[] files) {
        int channels = pixels.channels();
        int plane = pixels.size() * pixels.size();
        float[][] values = lookupTable(channels);
        float[] inputs = new float[files.length * channels * plane];
        int next = 0;
        for (int file : files) {
            byte[] image = pixels.planes()[file];
            for (int channel = 0; channel < channels; channel++) {
                int start = (bgr ? channels - 1 - channel : channel) * plane;
                for (int i = start; i < start + plane; i++) {
                    inputs[next++] = values[channel][image[i] & 0xff];
                }
            }
        }
        return Nd4j.create(inputs, new long[] {files.length, channels, pixels.size(), pixels.size()}, 'c');
    }

    /** Returns the same scaling for samples that are not bytes. */
    public SampleTransform samples(int channels) {
        float[] factors = new float[channels];
        float[] shifts = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double divisor = valueOfChannel(deviation, channel);
            factors[channel] = (float) (scale / divisor);
            shifts[channel] = (float) (valueOfChannel(mean, channel) / divisor);
        }
        return new SampleTransform(bgr && channels == 3, factors, shifts);
    }

    /** Scales samples of 0 to 255 to inputs, in place. Immutable and safe for use by many threads. */
    public static final class SampleTransform {
        private final boolean swapRedAndBlue;
        private final float[] factors;
        private final float[] shifts;

        private SampleTransform(boolean swapRedAndBlue, float[] factors, float[] shifts) {
            this.swapRedAndBlue = swapRedAndBlue;
            this.factors = factors;
            this.shifts = shifts;
        }

        /**
         * Scales one image.
         *
         * @param offset index of its first sample
         * @param plane samples per channel
         */
        public void apply(float[] samples, int offset, int plane) {
            if (swapRedAndBlue) {
                int blue = offset + 2 * plane;
                for (int i = 0; i < plane; i++) {
                    float red = samples[offset + i];
                    samples[offset + i] = samples[blue + i];
                    samples[blue + i] = red;
                }
            }
            for (int channel = 0; channel < factors.length; channel++) {
                float factor = factors[channel];
                float shift = shifts[channel];
                int start = offset + channel * plane;
                for (int i = start; i < start + plane; i++) {
                    samples[i] = samples[i] * factor - shift;
                }
            }
        }
    }

    /** Returns the input for each byte, [channels × 256]. */
    private float[][] lookupTable(int channels) {
        float[][] values = new float[channels][256];
        for (int channel = 0; channel < channels; channel++) {
            double shift = valueOfChannel(mean, channel);
            double divisor = valueOfChannel(deviation, channel);
            for (int value = 0; value < 256; value++) {
                values[channel][value] = (float) ((value * scale - shift) / divisor);
            }
        }
        return values;
    }

    private static double valueOfChannel(List<Double> values, int channel) {
        return values.get(Math.min(channel, values.size() - 1));
    }

    /** Returns whether there is one value, or one per color channel. */
    public static boolean fits(List<Double> values) {
        return Arrays.asList(1, 3).contains(values.size());
    }
}
