package dev.sextant.worker.image.input;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How bytes become a network's input: {@code (value * scale - mean) / deviation}, per channel.
 *
 * @param bgr whether the first channel is blue
 * @param scale of a byte before the rest, e.g. 1/255
 * @param mean by the network's channels; one value holds for all
 * @param deviation by the network's channels; one value holds for all
 */
public record Preprocessing(boolean bgr, double scale, List<Double> mean, List<Double> deviation) {
    /** Names a study file can use. */
    public static final List<String> NAMES = List.of("unit", "symmetric", "imagenet", "caffe", "raw");

    public Preprocessing {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /** One of {@link #NAMES}. */
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

    /** Inputs [files × channels × size × size] of some of the images. */
    public INDArray apply(Pixels pixels, int[] files) {
        int channels = pixels.channels();
        int plane = pixels.size() * pixels.size();
        float[][] values = table(channels);
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

    /** The same for samples that are no bytes. */
    public OfSamples ofSamples(int channels) {
        float[] factors = new float[channels];
        float[] shifts = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double width = ofChannel(deviation, channel);
            factors[channel] = (float) (scale / width);
            shifts[channel] = (float) (ofChannel(mean, channel) / width);
        }
        return new OfSamples(bgr && channels == 3, factors, shifts);
    }

    /** Turns samples of 0 to 255 into inputs, in place. Immutable and safe for use by many threads. */
    public static final class OfSamples {
        private final boolean swap;
        private final float[] factors;
        private final float[] shifts;

        private OfSamples(boolean swap, float[] factors, float[] shifts) {
            this.swap = swap;
            this.factors = factors;
            this.shifts = shifts;
        }

        /**
         * Turns an image.
         *
         * @param offset of its first sample
         * @param plane samples of a channel
         */
        public void apply(float[] samples, int offset, int plane) {
            if (swap) {
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

    private float[][] table(int channels) {
        float[][] values = new float[channels][256];
        for (int channel = 0; channel < channels; channel++) {
            double shift = ofChannel(mean, channel);
            double width = ofChannel(deviation, channel);
            for (int value = 0; value < 256; value++) {
                values[channel][value] = (float) ((value * scale - shift) / width);
            }
        }
        return values;
    }

    private static double ofChannel(List<Double> values, int channel) {
        return values.get(Math.min(channel, values.size() - 1));
    }

    public static boolean fits(List<Double> values) {
        return Arrays.asList(1, 3).contains(values.size());
    }
}
