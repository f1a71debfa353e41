package dev.sextant.worker.image.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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
        // Shares of the votes of 1/2, 0, 1/2, and a thousandth of the mean probabilities, divided by 1.001.
        assertThat(Ensemble.MAJORITY.of(members).probabilities()[0])
                .containsExactly(new float[] {0.5003f / 1.001f, 0.00015f / 1.001f, 0.50055f / 1.001f}, within(1e-6f));
    }

    @Test
    void orderOfTheClassesDecidesBetweenEqualVotesAndProbabilities() {
        List<Predictions> members =
                List.of(predictions(new float[] {0.25f, 0.25f, 0.5f}), predictions(new float[] {0.25f, 0.5f, 0.25f}));
        assertThat(Ensemble.MAJORITY.of(members).predicted(0)).isEqualTo(1);
    }

    @Test
    void noProbabilityOutweighsAVote() {
        List<Predictions> members = new ArrayList<>();
        for (int member = 0; member < 101; member++) {
            boolean certain = member < 50;
            members.add(predictions(certain ? new float[] {1, 0, 0} : new float[] {0.3f, 0.4f, 0.3f}));
        }
        assertThat(Ensemble.MEAN.of(members).predicted(0)).isZero();
        assertThat(Ensemble.MAJORITY.of(members).predicted(0)).isEqualTo(1);
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
        // sqrt(11 - 49 / 13) / 13
        assertThat(comparison.standardError(13)).isCloseTo(0.206846844, within(1e-9));
        assertThat(new McNemarTest(0, 0).standardError(13)).isZero();
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
