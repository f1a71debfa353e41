package dev.sextant.coordinator.search.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ModelDataTest {
    private static final int TRIALS = 500;

    private static Set<Integer> rows(ModelData data) {
        Set<Integer> rows = new HashSet<>();
        for (int i = 0; i < data.size(); i++) {
            rows.add(data.row(i));
        }
        return rows;
    }

    @Property(tries = 50)
    void holdsTheBestHalfAndOthersBestFirst(@ForAll long seed, @ForAll @IntRange(min = 2, max = 300) int most) {
        double[] quantiles = new SplittableRandom(seed).doubles(TRIALS).toArray();

        ModelData data = ModelData.select(TRIALS, row -> row % 2 == 0, row -> quantiles[row], most, seed);

        assertThat(data.size()).isEqualTo(Math.min(most, TRIALS / 2));
        assertThat(rows(data)).hasSize(data.size()).allMatch(row -> row % 2 == 0);
        for (int i = 1; i < data.size(); i++) {
            assertThat(quantiles[data.row(i)]).isGreaterThanOrEqualTo(quantiles[data.row(i - 1)]);
        }
        double worstOfBest = quantiles[data.row(Math.max(0, most / 2 - 1))];
        long better = 0;
        for (int row = 0; row < TRIALS; row += 2) {
            better += quantiles[row] < worstOfBest ? 1 : 0;
        }
        assertThat(better).isLessThanOrEqualTo(most / 2);
    }

    /** So that one result more hardly changes what a fit is made from. */
    @Test
    void oneTrialMoreChangesTwoChoicesAtMost() {
        double[] quantiles = new SplittableRandom(3).doubles(TRIALS).toArray();
        for (int trials = 200; trials < TRIALS; trials++) {
            Set<Integer> before = rows(ModelData.select(trials, row -> true, row -> quantiles[row], 100, 9));
            Set<Integer> after = rows(ModelData.select(trials + 1, row -> true, row -> quantiles[row], 100, 9));
            after.removeAll(before);
            assertThat(after).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void fewerOfTheSameAreAmongThem() {
        double[] quantiles = new SplittableRandom(4).doubles(TRIALS).toArray();
        ModelData data = ModelData.select(TRIALS, row -> true, row -> quantiles[row], 300, 9);

        assertThat(rows(data)).containsAll(rows(data.atMost(100, 9)));
        assertThat(data.atMost(400, 9)).isSameAs(data);
    }
}
