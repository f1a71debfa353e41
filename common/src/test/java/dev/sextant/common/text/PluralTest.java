package dev.sextant.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {
    @Test
    void onlyOneIsSingular() {
        assertThat(Plural.count(0, "trial")).isEqualTo("0 trials");
        assertThat(Plural.count(1, "trial")).isEqualTo("1 trial");
        assertThat(Plural.count(12_345, "trial")).isEqualTo("12345 trials");
    }

    @Test
    void fractionsArePlural() {
        assertThat(Plural.noun(1.0, "training")).isEqualTo("training");
        assertThat(Plural.noun(1.5, "training")).isEqualTo("trainings");
        assertThat(Plural.noun(0.5, "training")).isEqualTo("trainings");
    }
}
