package dev.sextant.coordinator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifierFilesTest {
    @Test
    void writesOneLinePerClassWhateverItsName() {
        assertThat(ClassifierFiles.lines(List.of("cat", "line\nbreak", "\u2028", "=1")))
                .containsExactly("cat", "line\\u000abreak", "\\u2028", "=1");
    }
}
