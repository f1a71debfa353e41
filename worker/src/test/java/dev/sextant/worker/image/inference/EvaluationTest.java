package dev.sextant.worker.image.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final float[][] PROBABILITIES = {
        {0.7f, 0.2f, 0.1f}, {0.4f, 0.5f, 0.1f}, {0.3f, 0.4f, 0.3f}, {0.2f, 0.2f, 0.6f},
        {0.1f, 0.8f, 0.1f}, {0.5f, 0.3f, 0.2f}, {0.25f, 0.35f, 0.4f}, {0.6f, 0.1f, 0.3f}
    };
    private static final int[] LABELS = {0, 0, 1, 2, 1, 0, 1, 2};

    /** Expected: scikit-learn 1.9's accuracy_score, log_loss, roc_auc_score, precision_recall_fscore_support. */
    @Test
    void givesTheSameMetricsAsScikitLearn() {
        Evaluation evaluation = Evaluation.of(List.of("coat", "dress", "shirt"), PROBABILITIES, LABELS);
        assertThat(evaluation.images()).isEqualTo(8);
        assertThat(evaluation.accuracy()).isEqualTo(0.625);
        assertThat(evaluation.logLoss()).isCloseTo(0.7337709615189753, within(1e-6));
        assertThat(evaluation.auc()).isCloseTo(0.8694444444444445, within(1e-9));
        assertThat(evaluation.confusion()).containsExactly(List.of(2, 1, 0), List.of(0, 2, 1), List.of(1, 0, 1));
        assertThat(evaluation.classes())
                .usingComparatorForType((one, other) -> Math.abs(one - other) < 1e-9 ? 0 : 1, Double.class)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Evaluation.ClassMetrics("coat", 3, 2 / 3.0, 2 / 3.0, 2 / 3.0, 0.8666666666666667),
                        new Evaluation.ClassMetrics("dress", 3, 2 / 3.0, 2 / 3.0, 2 / 3.0, 0.8666666666666667),
                        new Evaluation.ClassMetrics("shirt", 2, 0.5, 0.5, 0.5, 0.875));
    }

    /** Expected: Newcombe, Statistics in Medicine 17, 1998, table I, method 3. */
    @Test
    void givesTheConfidenceIntervalOfItsAccuracy() {
        Evaluation.Interval first = ofAccuracy(81, 263).interval();
        assertThat(first.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(first.high()).isCloseTo(0.3662, within(5e-5));
        Evaluation.Interval second = ofAccuracy(1, 29).interval();
        assertThat(second.low()).isCloseTo(0.0061, within(5e-5));
        assertThat(second.high()).isCloseTo(0.1718, within(5e-5));
    }

    private static Evaluation ofAccuracy(int right, int images) {
        return new Evaluation(images, (double) right / images, 0, 0, List.of(), List.of());
    }

    /** Images in one's own folder may lack a class. */
    @Test
    void aClassWithoutImagesDoesNotCountInTheMeanOfAuc() {
        Evaluation evaluation = Evaluation.of(
                List.of("a", "b", "c"), new float[][] {{0.9f, 0.1f, 0}, {0.2f, 0.8f, 0}}, new int[] {0, 1});
        assertThat(evaluation.auc()).isEqualTo(1);
        assertThat(evaluation.classes().get(2).auc()).isNaN();
    }

    @Test
    void aClassThatIsNeverPredictedHasPrecisionZero() {
        Evaluation evaluation =
                Evaluation.of(List.of("a", "b"), new float[][] {{0.9f, 0.1f}, {0.8f, 0.2f}}, new int[] {0, 1});
        assertThat(evaluation.classes().get(1)).isEqualTo(new Evaluation.ClassMetrics("b", 1, 0, 0, 0, 1));
    }
}
