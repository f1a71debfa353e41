package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    /** Scores are the first coordinate, uniform on [0, 1]; last epochs have half of that. */
    private ScoredPoints uniform() {
        return new ScoredPoints() {
            @Override
            public int dimensions() {
                return 3;
            }

            @Override
            public List<Score> scores(double[][] points) {
                asked.addAndGet(points.length);
                return Arrays.stream(points)
                        .map(point -> new Score(point[0], point[0] / 2))
                        .toList();
            }
        };
    }

    @Test
    void samplingFindsWhatTheoryHas() {
        Reference reference = ReferenceSample.of(uniform());

        // The median of 10,000 halves is within 5 · ¼ / √10,000, RS220 of m / (m + 1) within 5 · (1 / 221) · √(220 /
        // 10,000).
        assertThat(reference.median()).isCloseTo(0.25, within(0.0125));
        assertThat(reference.randomBestOf220()).isCloseTo(220.0 / 221, within(0.0034));
        assertThat(reference.best()).isEqualTo(1);
    }

    @Test
    void samplesOnceAndKeepsWhatItFound() throws IOException {
        Path file = folder.resolve("references.csv");
        Reference sampled = new SampledReferences(file).of("task", uniform());
        int evaluations = asked.get();

        assertThat(new SampledReferences(file).of("task", uniform())).isEqualTo(sampled);
        assertThat(asked.get()).isEqualTo(evaluations).isEqualTo(14_000);
        assertThat(ReferenceFile.read(file)).isEqualTo(Map.of("task", sampled));
    }

    @Test
    void readsColumnsByTheirNames() throws IOException {
        Path file = folder.resolve("reference.csv");
        Files.writeString(
                file, "random_best_of_20,task,random_best_of_220,median_final,best_known\n0.1,3945,0.9,0.5,0.99\n");
        assertThat(ReferenceFile.read(file)).isEqualTo(Map.of("3945", new Reference(0.99, 0.5, 0.9)));

        Files.writeString(file, "task,best_known\n1,2\n");
        assertThatThrownBy(() -> ReferenceFile.read(file)).hasMessageContaining("has no column median_final");
    }

    @Test
    void regretIsZeroAtTheBestAndOneAtTheMedian() {
        Reference reference = new Reference(0.9, 0.5, 0.8);
        assertThat(reference.regret(0.9)).isZero();
        assertThat(reference.regret(0.5)).isEqualTo(1);
        assertThat(reference.regret(0.7)).isCloseTo(0.5, within(1e-12));
        assertThatThrownBy(() -> new Reference(0.5, 0.5, 0.5)).hasMessageContaining("must be above the median");
    }
}
