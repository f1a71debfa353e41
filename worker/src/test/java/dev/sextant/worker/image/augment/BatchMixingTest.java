package dev.sextant.worker.image.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchMixingTest {
    private static final int N = 5;
    private static final int CHANNELS = 2;
    private static final int SIDE = 10;
    private static final int IMAGE = CHANNELS * SIDE * SIDE;

    /** Each image has one value, its index, and one class. */
    private final float[] inputs = new float[N * IMAGE];

    private final float[] labels = new float[N * N];

    private void mix(BatchMixing mixing, int batch) {
        for (int i = 0; i < N; i++) {
            java.util.Arrays.fill(inputs, i * IMAGE, (i + 1) * IMAGE, 10 * i);
            for (int label = 0; label < N; label++) {
                labels[i * N + label] = i == label ? 1 : 0;
            }
        }
        mixing.mix(RandomStream.of(2, 1, batch), inputs, N, CHANNELS, SIDE, labels, N);
    }

    @Test
    void mixupBlendsImagesAndLabelsAlike() {
        for (int batch = 0; batch < 50; batch++) {
            mix(new BatchMixing(0.4, 0), batch);
            for (int i = 0; i < N; i++) {
                float own = labels[i * N + i];
                assertThat(own + (i == N / 2 ? 0 : labels[i * N + N - 1 - i])).isCloseTo(1, within(1e-6f));
                float expected = 10 * (own * i + (1 - own) * (N - 1 - i));
                assertThat(inputs[i * IMAGE]).isCloseTo(expected, within(1e-4f));
                assertThat(inputs[(i + 1) * IMAGE - 1]).isEqualTo(inputs[i * IMAGE]);
            }
        }
    }

    @Test
    void cutmixExchangesImagesAndLabelsInProportion() {
        boolean some = false;
        for (int batch = 0; batch < 50; batch++) {
            mix(new BatchMixing(0, 1), batch);
            for (int i = 0; i < N; i++) {
                int foreign = 0;
                for (int pixel = i * IMAGE; pixel < (i + 1) * IMAGE; pixel++) {
                    assertThat(inputs[pixel]).isIn(10f * i, 10f * (N - 1 - i));
                    foreign += inputs[pixel] == 10f * i ? 0 : 1;
                }
                assertThat((double) foreign / IMAGE).isCloseTo(1 - labels[i * N + i], within(1e-6));
                some |= foreign > 0;
            }
        }
        assertThat(some).isTrue();
    }

    @Test
    void bothApplyToHalfOfTheBatches() {
        int blended = 0;
        for (int batch = 0; batch < 200; batch++) {
            mix(new BatchMixing(1, 1), batch);
            blended += inputs[0] > 0 && inputs[0] < 40 ? 1 : 0;
        }
        // Binomial(200, 0.5): 4 standard deviations are 28. A CutMix that takes the corner shows 0 or 40 there.
        assertThat(blended).isBetween(72, 128);
    }

    @Test
    void mixesNothingByDefault() {
        mix(new BatchMixing(0, 0), 1);
        assertThat(inputs[3 * IMAGE]).isEqualTo(30);
        assertThat(labels[3 * N + 3]).isEqualTo(1);
    }

    /** The mean is 1/2, the variance 1 / (4 (2 alpha + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 1, 2.5, 4})
    void ratiosFollowTheBetaDistribution(double alpha) {
        RandomStream random = RandomStream.of(1, 2, 3);
        int n = 20_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double ratio = random.nextBeta(alpha);
            assertThat(ratio).isBetween(0.0, 1.0);
            sum += ratio;
            squares += (ratio - 0.5) * (ratio - 0.5);
        }
        double variance = 1 / (4 * (2 * alpha + 1));
        assertThat(sum / n).isCloseTo(0.5, within(4 * Math.sqrt(variance / n)));
        assertThat(squares / n).isCloseTo(variance, within(0.03 * variance));
    }
}
