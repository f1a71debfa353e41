package dev.sextant.common.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.study.AlgorithmTraits.Trait;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlgorithmsTest {
    private static final AlgorithmTraits AUTO =
            new AlgorithmTraits("auto", "a model", Set.of(Trait.DEFAULT, Trait.PRIORS, Trait.DOUBLING_RUNGS));
    private static final AlgorithmTraits ASHA = new AlgorithmTraits("asha", "halving", Set.of(Trait.PRIORS));
    private static final AlgorithmTraits GRID = new AlgorithmTraits("grid", "all", Set.of(Trait.FINITE));
    private static final Algorithms ALL = Algorithms.of(List.of(GRID, AUTO, ASHA));

    @Test
    void listsNamesInAlphabeticalOrder() {
        assertThat(ALL.names()).containsExactly("asha", "auto", "grid");
        assertThat(ALL.names(Trait.PRIORS)).containsExactly("asha", "auto");
        assertThat(ALL.names(Trait.WARM_START)).isEmpty();
    }

    @Test
    void findsTraitsByName() {
        assertThat(ALL.get("grid")).isEqualTo(GRID);
        assertThatThrownBy(() -> ALL.get("gird"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("search.algorithm (gird) must be one of asha, auto, grid");
    }

    @Test
    void spacesRungsByTheReductionUnlessTheAlgorithmDoubles() {
        assertThat(ASHA.defaultSpacing(3)).isEqualTo(3);
        assertThat(AUTO.defaultSpacing(3)).isEqualTo(2);
    }

    @Test
    void hasExactlyOneDefault() {
        assertThat(ALL.defaultName()).isEqualTo("auto");
        assertThatThrownBy(() -> Algorithms.of(List.of(ASHA, GRID)))
                .hasMessage("One algorithm must be the default, not 0 of [asha, grid]");
        AlgorithmTraits other = new AlgorithmTraits("tpe", "densities", Set.of(Trait.DEFAULT));
        assertThatThrownBy(() -> Algorithms.of(List.of(AUTO, other)))
                .hasMessage("One algorithm must be the default, not 2 of [auto, tpe]");
    }

    @Test
    void rejectsTwoOfOneName() {
        assertThatThrownBy(() -> Algorithms.of(List.of(AUTO, AUTO))).hasMessage("Two algorithms are named auto");
    }

    @Test
    void needsNameAndSummary() {
        assertThatThrownBy(() -> new AlgorithmTraits("auto", " ", Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
