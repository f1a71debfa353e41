package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImportanceCommandTest {
    @Test
    void goodNumbersAreARangeUnlessThereIsOneAlone() {
        assertThat(ImportanceCommand.good(List.of(16L, 64L))).isEqualTo("16 to 64");
        assertThat(ImportanceCommand.good(List.of(16L, 16L))).isEqualTo("16");
    }

    @Test
    void goodCategoriesAreAList() {
        assertThat(ImportanceCommand.good(List.of("adam", "sgd"))).isEqualTo("adam, sgd");
        assertThat(ImportanceCommand.good(List.of())).isEqualTo("-");
    }
}
