package dev.sextant.worker.image.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.worker.image.clean.Review.Kind;
import dev.sextant.worker.image.clean.Review.Suspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReviewTest {
    private static final int OF_EACH = 60;
    private static final int WIDTH = 24;
    private static final Review.Rules RULES = new Review.Rules(0.9, 0.5, 0.6, 0.97, 5, 0);

    private final List<ImageFeatures.Image> images = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();

    /** Adds three clusters with some overlap; every third image validates. */
    private ReviewTest clusters() {
        Random random = new Random(4);
        for (int label = 0; label < 3; label++) {
            for (int i = 0; i < OF_EACH; i++) {
                float[] row = new float[WIDTH];
                for (int d = 0; d < WIDTH; d++) {
                    row[d] = (float) (random.nextGaussian() + (d % 3 == label ? 2 : 0) + 5);
                }
                add(label, row, i % 3 == 0 ? "validation" : "train");
            }
        }
        return this;
    }

    private int add(int label, float[] row, String part) {
        String path = label + "/" + images.size() + ".png";
        images.add(new ImageFeatures.Image(path, "file:/" + path, label, part));
        values.add(row);
        return images.size() - 1;
    }

    private void relabel(int image, int label) {
        ImageFeatures.Image old = images.get(image);
        images.set(image, new ImageFeatures.Image(old.path(), old.address(), label, old.part()));
    }

    private Review review(Review.Rules rules) {
        return Review.of(
                new ImageFeatures(List.of("a", "b", "c"), images, values.toArray(float[][]::new), List.of()), rules);
    }

    @Test
    void findsMislabeledImagesAndNoOthers() {
        clusters();
        List<Integer> swapped = List.of(3, 17, 70, 101, 130, 171);
        swapped.forEach(image -> relabel(image, (images.get(image).label() + 1) % 3));
        Review review = review(RULES);
        assertThat(review.suspects().stream().filter(suspect -> suspect.kind() == Kind.MISLABELED))
                .extracting(Suspect::image)
                .containsExactlyInAnyOrderElementsOf(swapped);
        assertThat(review.suspects().get(0).probability())
                .isGreaterThanOrEqualTo(review.suspects().get(1).probability());
        assertThat(review.accuracy()).isBetween(0.93, 0.975);
        assertThat(review(RULES)).isEqualTo(review);
    }

    @Test
    void distinguishesNearDuplicatesByLabelAndBySet() {
        clusters();
        float[] model = values.get(1);
        int repeated = add(0, nearly(model), "train");
        int leaked = add(0, nearly(values.get(4)), "validation");
        int contradicted = add(2, nearly(values.get(7)), "train");
        List<Suspect> duplicates = review(RULES).suspects().stream()
                .filter(suspect -> suspect.other().isPresent())
                .toList();
        assertThat(duplicates).extracting(Suspect::kind).containsExactly(Kind.CONTRADICTED, Kind.LEAKED, Kind.REPEATED);
        assertThat(duplicates).extracting(Suspect::image).containsExactly(contradicted, leaked, repeated);
        assertThat(duplicates)
                .extracting(suspect -> suspect.other().orElseThrow())
                .containsExactly(7, 4, 1);
        assertThat(duplicates.get(2).similarity()).isBetween(0.97, 1.0);
    }

    private static float[] nearly(float[] row) {
        float[] copy = row.clone();
        copy[0] += 0.01f;
        return copy;
    }

    @Test
    void findsImagesBetweenTwoClasses() {
        clusters();
        float[] between = new float[WIDTH];
        for (int d = 0; d < WIDTH; d++) {
            between[d] = 5 + (d % 3 == 2 ? 0 : 1);
        }
        int image = add(0, between, "train");
        Review.Rules wide = new Review.Rules(0.9, 0.34, 0.85, 0.97, 5, 0);
        List<Suspect> unsure = review(wide).suspects().stream()
                .filter(suspect -> suspect.kind() == Kind.UNSURE)
                .toList();
        assertThat(unsure).extracting(Suspect::image).contains(image).hasSizeLessThan(20);
        assertThat(unsure).extracting(Suspect::probability).isSorted().allMatch(p -> p >= 0.34 && p <= 0.85);
    }

    @Test
    void everyImageIsHeldOutInOneFold() {
        int[] labels = new int[50];
        Arrays.fill(labels, 30, 50, 1);
        int[] folds = OutOfFoldProbabilities.folds(labels, 2, 5, 0);
        for (int fold = 0; fold < 5; fold++) {
            int held = fold;
            assertThat(Arrays.stream(folds, 0, 30).filter(one -> one == held).count())
                    .isEqualTo(6);
            assertThat(Arrays.stream(folds, 30, 50).filter(one -> one == held).count())
                    .isEqualTo(4);
        }
        assertThat(OutOfFoldProbabilities.folds(labels, 2, 5, 1)).isNotEqualTo(folds);
    }

    /**
     * Two points at -1 and 1: with w the difference of the classes' weights, the minimum of ln(1 + exp(-w)) + lambda
     * w^2 / 4 is where 1 / (1 + exp(w)) = lambda w / 2; for lambda 0.1, w = 2.1604... (by bisection).
     */
    @Test
    void regressionFindsTheMinimumOfTheLoss() {
        float[][] features = {{-1}, {1}};
        SoftmaxRegression regression = new SoftmaxRegression(features, new int[] {0, 1}, 2);
        regression.fit(0.1);
        double low = 0;
        double high = 10;
        for (int i = 0; i < 60; i++) {
            double w = (low + high) / 2;
            if (1 / (1 + Math.exp(w)) > 0.1 * w / 2) {
                low = w;
            } else {
                high = w;
            }
        }
        assertThat(regression.probabilities(features[1])[1])
                .isCloseTo((float) (1 / (1 + Math.exp(-low))), within(1e-4f));
        assertThat(regression.probabilities(features[0])[1])
                .isCloseTo((float) (1 / (1 + Math.exp(low))), within(1e-4f));
    }
}
