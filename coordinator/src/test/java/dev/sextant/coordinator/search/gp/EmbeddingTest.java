package dev.sextant.coordinator.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
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
    private static final Embedding EMBEDDING = new Embedding(new SearchSpace(List.of(
            new CategoricalParameter("optimizer", List.of("adam", "sgd", "lamb"), Optional.empty()),
            new ContinuousParameter(
                    "momentum",
                    0,
                    1,
                    Scale.LINEAR,
                    Optional.of(Condition.on("optimizer", new Condition.Test.OneOf(List.of("sgd"))))),
            new IntegerParameter("units", 16, 1000, Scale.LOG, Optional.empty()))));

    private static double squaredDistance(Configuration a, Configuration b, int axis) {
        double[] featuresOfA = features(EMBEDDING.space().pointOf(a));
        double[] featuresOfB = features(EMBEDDING.space().pointOf(b));
        double sum = 0;
        for (int feature = 0; feature < EMBEDDING.features(); feature++) {
            if (EMBEDDING.axisOf(feature) == axis) {
                double difference = featuresOfA[feature] - featuresOfB[feature];
                sum += difference * difference;
            }
        }
        return sum;
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
            double[] one = new double[embedding.features()];
            double[] other = new double[embedding.features()];
            embedding.embed(DoubleStream.generate(() -> 0.1).limit(count).toArray(), one);
            embedding.embed(DoubleStream.generate(() -> 0.9).limit(count).toArray(), other);

            double squared = IntStream.range(0, one.length)
                    .mapToDouble(feature -> Math.pow(one[feature] - other[feature], 2))
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
    void allPointsOfAConfigurationAreTheSame() {
        double[] one = features(new double[] {0.01, 0.3, 0.5});
        double[] another = features(new double[] {0.32, 0.9, 0.5001});

        assertThat(EMBEDDING.space().at(new double[] {0.01, 0.3, 0.5}))
                .isEqualTo(EMBEDDING.space().at(new double[] {0.32, 0.9, 0.5001}));
        assertThat(another).containsExactly(one);
    }
}
