package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Objective.Constraint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricLimitTest {
    private static final Objective OBJECTIVE = new Objective(
            "z_accuracy",
            Goal.MAXIMIZE,
            List.of(
                    new Constraint("z_size", Constraint.Side.AT_MOST, 1),
                    new Constraint("absent", Constraint.Side.AT_MOST, 1)));

    @Test
    void keepsTheObjectiveItsConstraintsAndThenTheFirstByName() {
        TreeMap<String, Double> metrics = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            metrics.put("m%05d".formatted(i), (double) i);
        }
        metrics.put("z_accuracy", 0.5);
        metrics.put("z_size", 7.0);

        Map<String, Double> kept = MetricLimit.apply(metrics, OBJECTIVE);

        assertThat(kept).hasSize(100).containsEntry("z_accuracy", 0.5).containsEntry("z_size", 7.0);
        assertThat(kept).containsKeys("m00000", "m00097").doesNotContainKey("m00098");
    }

    @Test
    void keepsAllOfAHundred() {
        TreeMap<String, Double> metrics = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            metrics.put("m" + i, (double) i);
        }
        assertThat(MetricLimit.apply(metrics, OBJECTIVE)).isEqualTo(metrics);
    }
}
