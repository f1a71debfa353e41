package dev.sextant.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SearchedAugmentationTest {
    private static final Settings STRONG =
            new Settings(new TreeMap<>(Map.of("augmentation_sets", Map.of("strong", Map.of("rotation", 30.0)))));

    @Test
    void canBeASetOfTheStudysOwn() {
        assertThat(problems("none", "light", "strong")).isEmpty();
    }

    @Test
    void mustBeDefined() {
        assertThat(problems("none", "stronger"))
                .containsExactly(new SettingProblem(
                        "augmentation",
                        "(stronger) must be one of none, light, product-photo, trivial, strong; did you mean strong?"));
    }

    private static List<SettingProblem> problems(Object... values) {
        Parameter searched = new CategoricalParameter("augmentation", List.of(values), Optional.empty());
        return new ImageClassifierFactory().checkSearched(STRONG, List.of(searched));
    }
}
