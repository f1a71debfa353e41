package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    /** Regret of a score s is 2 · (1 − s). */
    private static final Reference REFERENCE = new Reference(1.0, 0.5, 0.9);

    private static BenchmarkResult run(long budget, double... epochsAndScores) {
        IncumbentTrace.Collector collector = new IncumbentTrace.Collector();
        for (int i = 0; i < epochsAndScores.length; i += 2) {
            collector.add((long) epochsAndScores[i], epochsAndScores[i + 1], 0);
        }
        return new BenchmarkResult(
                new BenchmarkRun("any", "suite", "task", 1, 0, budget), collector.collected(), budget, 0.8, 1, 2);
    }

    @Test
    void countsEpochsUntilTheTargetIsReached() {
        Measures measures = Measures.of(run(1000, 1, 0.3, 40, 0.89, 41, 0.9, 50, 0.95), REFERENCE);

        assertThat(measures.epochsToTarget()).isEqualTo(41);
        assertThat(measures.censoredEpochs()).isEqualTo(41);
        assertThat(measures.reached()).isTrue();
    }

    @Test
    void countsRunsThatNeverReachTheTargetAtTheBudget() {
        Measures never = Measures.of(run(1000, 1, 0.3, 40, 0.89), REFERENCE);
        Measures tooLate = Measures.of(run(1000, 1, 0.3, 1001, 0.95), REFERENCE);

        for (Measures measures : List.of(never, tooLate)) {
            assertThat(measures.reached()).isFalse();
            assertThat(measures.epochsToTarget()).isInfinite();
            assertThat(measures.censoredEpochs()).isEqualTo(1000);
        }
        assertThat(tooLate.finalRegret()).isCloseTo(1.4, within(1e-12));
    }

    @Test
    void takesRegretFromTheBestSoFar() {
        Measures measures = Measures.of(run(1000, 2, 0.6, 250, 0.8, 251, 0.9, 900, 0.95), REFERENCE);

        assertThat(measures.earlyRegret()).isCloseTo(0.4, within(1e-12));
        assertThat(measures.finalRegret()).isCloseTo(0.1, within(1e-12));
        assertThat(measures.recommendedRegret()).isCloseTo(0.4, within(1e-12));
    }

    /** By hand: 1 on [1, 10), 0.5 on [10, 100), 0 on [100, 1000], each a third of the logarithm's range. */
    @Test
    void integratesRegretOverLogEpochs() {
        assertThat(Measures.area(run(1000, 10, 0.75, 100, 1.0).best(), REFERENCE, 1000))
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void capsRegretInTheAreaAtThatOfARandomConfiguration() {
        assertThat(Measures.area(run(1000, 1, -50.0, 10, 0.0).best(), REFERENCE, 1000))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void keepsOnlyStepsUpwardsAndOneAnEpoch() {
        IncumbentTrace.Collector collector = new IncumbentTrace.Collector();
        collector.add(1, Double.NaN, 0);
        collector.add(2, 0.2, 1);
        collector.add(3, 0.1, 2);
        collector.add(4, 0.3, 3);
        collector.add(4, 0.4, 4);

        assertThat(collector.collected().steps())
                .containsExactly(new IncumbentTrace.Step(2, 0.2, 1), new IncumbentTrace.Step(4, 0.4, 4));
        assertThat(collector.collected().after(1, -1)).isEqualTo(-1);
        assertThat(collector.collected().after(3, -1)).isEqualTo(0.2);
    }
}
