package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.study.Prior;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Prior knowledge of contenders. */
class KnownBeforehandTest {
    private static final BowlTask TASK = new BowlTask("bowl", 9);
    private static final BowlTask OTHER = new BowlTask("other", 9);
    private static final StudyRun.Protocol PROTOCOL = new StudyRun.Protocol(1, 3, 60, OptionalDouble.empty());
    private static final List<Integer> RUNGS = List.of(1, 3, 9);

    private static BenchmarkResult run(String contender, int seed) {
        return new StudyRun(Contender.of(contender), TASK, OTHER, PROTOCOL, () -> 0).run(1, seed);
    }

    private static double meanAfter(String contender, int epochs) {
        double sum = 0;
        for (int seed = 0; seed < 10; seed++) {
            sum += run(contender, seed).best().after(epochs, 0);
        }
        return sum / 10;
    }

    @Test
    void aRelatedStudyAndAGoodPriorHelpFromTheFirstTrialOn() {
        double without = meanAfter("auto", 1);
        assertThat(meanAfter("auto+related", 1)).isGreaterThan(without);
        assertThat(meanAfter("auto+good-prior", 1)).isGreaterThan(without);
        assertThat(meanAfter("auto+bad-prior", 1)).isLessThan(without);
        assertThat(meanAfter("auto+reversed", 1)).isLessThan(without);
    }

    @Test
    void sameSeedGivesTheSamePriorKnowledge() {
        for (String word : List.of("related", "shuffled", "reversed", "good-prior", "fair-prior", "bad-prior")) {
            assertThat(run("auto+" + word, 3)).as(word).isEqualTo(run("auto+" + word, 3));
        }
    }

    @Test
    void aShuffledStudyHasTheSameConfigurationsAndCurvesInOtherPairs() {
        EarlierStudy plain = EarlierSource.RELATED.study(OTHER, RUNGS, 3, 7);
        EarlierStudy shuffled = EarlierSource.SHUFFLED.study(OTHER, RUNGS, 3, 7);

        assertThat(shuffled.trials())
                .extracting(Trial::configuration)
                .isEqualTo(plain.trials().stream().map(Trial::configuration).toList());
        assertThat(shuffled.trials())
                .extracting(Trial::curve)
                .containsExactlyInAnyOrderElementsOf(
                        plain.trials().stream().map(Trial::curve).toList())
                .isNotEqualTo(plain.trials().stream().map(Trial::curve).toList());
        assertThat(plain.trials().stream()
                        .mapToInt(trial -> trial.curve().epochs())
                        .sum())
                .isEqualTo(EarlierSource.EPOCHS);
    }

    @Test
    void aReversedStudyRanksTheWorstTrialsBest() {
        List<Trial> plain = EarlierSource.RELATED.study(OTHER, RUNGS, 3, 7).trials();
        Trial praised =
                EarlierSource.REVERSED.study(OTHER, RUNGS, 3, 7).trials().get(0);
        Trial was = plain.get(praised.number() - 1);
        assertThat(praised.configuration()).isEqualTo(was.configuration());
        assertThat(plain).allSatisfy(trial -> {
            assertThat(was.curve().epochs()).isLessThanOrEqualTo(trial.curve().epochs());
            assertThat(praised.curve().epochs())
                    .isGreaterThanOrEqualTo(trial.curve().epochs());
        });
        assertThat(was.curve().epochs()).isLessThan(praised.curve().epochs());
    }

    @Test
    void priorsLieAroundTheBestOrTheWorstOfWhatWasDrawn() {
        Prior.Around good = (Prior.Around) PriorSource.GOOD.priors(TASK, 1).get("x0");
        Prior.Around bad = (Prior.Around) PriorSource.BAD.priors(TASK, 1).get("x0");
        assertThat(Math.abs((Double) good.value() - 0.5)).isLessThan(0.1);
        assertThat(Math.abs((Double) bad.value() - 0.5)).isGreaterThan(0.3);
    }

    @Test
    void namesAllKindsOfPriorKnowledge() {
        assertThatThrownBy(() -> Contender.of("auto+everything"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown prior knowledge +everything")
                .hasMessageContaining("related, shuffled, reversed, good-prior, fair-prior, bad-prior");
    }
}
