package dev.sextant.coordinator.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LearningRateRangeTest {
    @Test
    void isWrittenAsYaml11ReadsNumbers() {
        // YAML 1.1 takes 1e-5 for a string: a number needs a point.
        assertThat(new LearningRateRange(1e-5, 1).yaml())
                .isEqualTo("learning_rate: {type: continuous, low: 1.0e-5, high: 1.0, scale: log}");
    }
}
