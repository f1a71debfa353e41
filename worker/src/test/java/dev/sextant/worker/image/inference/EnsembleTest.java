package dev.sextant.worker.image.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private static final List<String> CLASSES = List.of("coat", "dress", "shirt");

    /** Returns predictions for images that are all coats. */
    private static Predictions predictions(float[]... rows) {
        return new Predictions(
                CLASSES,
                IntStream.range(0, rows.length)
                        .mapToObj(i -> new Predictions.Image(i + ".png", "file:/" + i + ".png", 0))
                        .toList(),
                rows,
                "coats");
    }

    @Test
    void meanAveragesProbabilitiesAndMajorityCountsVotes() {
        // Two slightly prefer a coat, one strongly prefers a dress.
        List<Predictions> members = List.of(
                predictions(new float[] {0.5f, 0.4f, 0.1f}),
                predictions(new float[] {0.5f, 0.4f, 0.1f}),
                predictions(new float[] {0.05f, 0.9f, 0.05f}));
        Predictions mean = Ensemble.MEAN.of(members);
        Predictions majority = Ensemble.MAJORITY.of(members);
        assertThat(mean.predicted(0)).isEqualTo(1);
        assertThat(mean.probabilities()[0]).containsExactly(new float[] {0.35f, 1.7f / 3, 0.25f / 3}, within(1e-6f));
        assertThat(majority.predicted(0)).isZero();
        assertThat(majority.probabilities()[0]).containsExactly(new float[] {2f / 3, 1f / 3, 0}, within(1e-3f));
        assertThat(sum(majority.probabilities()[0])).isCloseTo(1, within(1e-6f));
    }

    @Test
    void meanDecidesBetweenClassesWithEquallyManyVotes() {
        List<Predictions> members =
                List.of(predictions(new float[] {0.5f, 0.2f, 0.3f}), predictions(new float[] {0.1f, 0.1f, 0.8f}));
        assertThat(Ensemble.MAJORITY.of(members).predicted(0)).isEqualTo(2);
    }

    @Test
    void refusesPredictionsForOtherImages() {
        Predictions one = predictions(new float[] {1, 0, 0});
        Predictions other = new Predictions(CLASSES, one.images(), one.probabilities(), "others");
        assertThatThrownBy(() -> Ensemble.MEAN.of(List.of(one, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same images");
    }

    /** Expected: 2 (1 + 11 + 55) / 2^11 and 2 / 2^8. */
    @Test
    void comparesByMcNemarsTest() {
        float[] right = {1, 0, 0};
        float[] wrong = {0, 1, 0};
        Predictions first =
                predictions(right, right, right, right, right, right, right, right, right, wrong, wrong, right, wrong);
        Predictions second =
                predictions(wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong, right, right, right, wrong);
        McNemarTest comparison = McNemarTest.of(first, second);
        assertThat(comparison).isEqualTo(new McNemarTest(9, 2));
        assertThat(comparison.pValue()).isCloseTo(0.0654296875, within(1e-9));
        assertThat(new McNemarTest(0, 8).pValue()).isCloseTo(0.0078125, within(1e-9));
        assertThat(new McNemarTest(3, 3).pValue()).isEqualTo(1);
        assertThat(new McNemarTest(0, 0).pValue()).isEqualTo(1);
    }

    @Test
    void sortsConfusionsByFrequencyAndErrorsByProbability() {
        List<Confusion> confusions = Confusion.of(predictions(
                new float[] {0.4f, 0.6f, 0},
                new float[] {0.1f, 0, 0.9f},
                new float[] {0.9f, 0.1f, 0},
                new float[] {0.2f, 0, 0.8f},
                new float[] {0, 0, 1}));
        assertThat(confusions).extracting(Confusion::predicted).containsExactly(2, 1);
        assertThat(confusions.get(0).errors())
                .extracting(Confusion.Mistake::image)
                .containsExactly(4, 1, 3);
    }

    private static float sum(float[] row) {
        float sum = 0;
        for (float value : row) {
            sum += value;
        }
        return sum;
    }
}
