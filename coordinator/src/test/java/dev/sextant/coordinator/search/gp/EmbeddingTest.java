package dev.sextant.coordinator.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private static final Embedding EMBEDDING = Reference.MIXED;

    private static double squaredDistance(Configuration a, Configuration b, int axis) {
        return squaredDistance(
                EMBEDDING, EMBEDDING.space().pointOf(a), EMBEDDING.space().pointOf(b), axis);
    }

    private static double squaredDistance(Embedding embedding, double[] a, double[] b, int axis) {
        double[] featuresOfA = new double[embedding.features()];
        double[] featuresOfB = new double[embedding.features()];
        embedding.embed(a, featuresOfA);
        embedding.embed(b, featuresOfB);
        Distances distances = Distances.unscaled(embedding);
        double[] sum = new double[1];
        for (int feature = 0; feature < embedding.features(); feature++) {
            if (embedding.axisOf(feature) == axis) {
                distances.add(feature, featuresOfA[feature], new double[] {featuresOfB[feature]}, 1, sum, 0);
            }
        }
        return sum[0];
    }

    private static double[] features(double[] point) {
        double[] features = new double[EMBEDDING.features()];
        EMBEDDING.embed(point, features);
        return features;
    }

    private static Configuration sgd(double momentum) {
        return Configuration.of(Map.of("optimizer", "sgd", "momentum", momentum, "units", 16L));
    }

    private static Configuration without(String optimizer) {
        return Configuration.of(Map.of("optimizer", optimizer, "units", 16L));
    }

    @Test
    void differentCategoriesAreAsFarApartAsRandomNumbersWhicheverTheyAre() {
        assertThat(squaredDistance(without("adam"), without("lamb"), 0)).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(squaredDistance(without("adam"), sgd(0.5), 0)).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(squaredDistance(without("adam"), without("adam"), 0)).isZero();
    }

    @Test
    void manyCategoriesAreTogetherNoFartherApartThanEight() {
        for (int count : new int[] {1, 8, 9, 30}) {
            Embedding embedding = new Embedding(new SearchSpace(IntStream.range(0, count)
                    .<Parameter>mapToObj(axis ->
                            new CategoricalParameter("choice_" + axis, List.of("a", "b", "c"), Optional.empty()))
                    .toList()));
            double[] one = DoubleStream.generate(() -> 0.1).limit(count).toArray();
            double[] other = DoubleStream.generate(() -> 0.9).limit(count).toArray();

            double squared = IntStream.range(0, count)
                    .mapToDouble(axis -> squaredDistance(embedding, one, other, axis))
                    .sum();
            assertThat(squared).as("%d categoricals", count).isCloseTo(Math.min(count, 8) / 6.0, within(1e-12));
        }
    }

    @Test
    void aParameterThatPlaysNoPartIsAsFarFromItsValuesOnAverage() {
        assertThat(squaredDistance(without("adam"), without("lamb"), 1)).isZero();
        int values = 1000;
        double mean = IntStream.range(0, values)
                .mapToDouble(i -> squaredDistance(without("adam"), sgd((i + 0.5) / values), 1))
                .peek(squared -> assertThat(squared).isGreaterThan(1 / 12.0))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(1 / 6.0, within(1e-5));
        assertThat(squaredDistance(sgd(0.2), sgd(0.6), 1)).isCloseTo(0.16, within(1e-12));
    }

    @Test
    void aCategoryWithoutAPartIsHalfAsFarFromAllSquared() {
        Embedding embedding = new Embedding(new SearchSpace(List.of(
                new CategoricalParameter("optimizer", List.of("adam", "sgd"), Optional.empty()),
                new CategoricalParameter(
                        "schedule",
                        IntStream.range(0, 3000).<Object>mapToObj(i -> "s" + i).toList(),
                        Optional.of(Condition.on("optimizer", new Condition.Test.OneOf(List.of("sgd"))))))));
        double[] without = {0.1, 0.5};

        assertThat(embedding.features()).isEqualTo(2);
        assertThat(squaredDistance(embedding, without, new double[] {0.9, 0.5}, 1))
                .isCloseTo(1 / 12.0, within(1e-12));
        assertThat(squaredDistance(embedding, without, new double[] {0.1, 0.7}, 1))
                .isZero();
        assertThat(squaredDistance(embedding, new double[] {0.9, 0.5}, new double[] {0.9, 0.7}, 1))
                .isCloseTo(1 / 6.0, within(1e-12));
    }

    @Test
    void allPointsOfAConfigurationAreTheSame() {
        double[] one = features(new double[] {0.01, 0.3, 0.5});
        double[] another = features(new double[] {0.32, 0.9, 0.5001});

        assertThat(EMBEDDING.space().at(new double[] {0.01, 0.3, 0.5}))
                .isEqualTo(EMBEDDING.space().at(new double[] {0.32, 0.9, 0.5001}));
        assertThat(another).containsExactly(one);
    }

    @Test
    void aParameterIsActiveInEveryAlternative() {
        Embedding embedding = new Embedding(new SearchSpace(
                List.of(
                        new CategoricalParameter("backbone", List.of("none", "r18"), Optional.empty()),
                        new CategoricalParameter(
                                "tuned", List.of(true, false), Optional.of(Condition.is("backbone", "r18"))),
                        new ContinuousParameter("rotation", 0, 90, Scale.LINEAR, Optional.empty()),
                        new ContinuousParameter("unused", 0, 1, Scale.LINEAR, Optional.empty())),
                Map.of(
                        "rotation",
                        Condition.absent("tuned").or(Condition.is("tuned", true)),
                        "unused",
                        Condition.NEVER)));
        double[] scratch = {0.1, 0.9, 0.3, 0.2};
        double[] tuned = {0.9, 0.1, 0.3, 0.8};
        double[] frozen = {0.9, 0.9, 0.3, 0.5};

        assertThat(squaredDistance(embedding, scratch, tuned, 2)).isZero();
        assertThat(squaredDistance(embedding, scratch, frozen, 2)).isGreaterThan(1 / 12.0);
        assertThat(squaredDistance(embedding, frozen, new double[] {0.9, 0.9, 0.8, 0.5}, 2))
                .isZero();
        assertThat(squaredDistance(embedding, scratch, tuned, 3)).isZero();
    }
}
