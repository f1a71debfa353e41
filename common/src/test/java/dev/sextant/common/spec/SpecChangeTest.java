package dev.sextant.common.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.Specs;
import dev.sextant.common.studyfile.StudyFiles;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SpecChangeTest {
    @Example
    void allowsBudgetAndCluster() {
        List<SpecChange> changes = between(StudyFiles.SAMPLE
                .replace("trials: 200", "trials: 400")
                .replace(", target: 0.92", "")
                .replace("slots: 8", "slots: 2"));
        assertThat(changes)
                .containsExactly(
                        new SpecChange("budget.trials", Optional.of("200"), Optional.of("400"), true),
                        new SpecChange("budget.target", Optional.of("0.92"), Optional.empty(), true),
                        new SpecChange("cluster.slots", Optional.of("8"), Optional.of("2"), true));
        assertThat(SpecChange.areAllowed(changes)).isTrue();
        assertThat(SpecChange.render(changes))
                .isEqualTo(
                        """
                budget.trials: 200 -> 400
                budget.target: 0.92 -> (nothing)
                cluster.slots: 8 -> 2
                """);
    }

    @Example
    void anythingElseMakesANewStudy() {
        List<SpecChange> changes = between(StudyFiles.SAMPLE
                .replace("high: 0.6", "high: 0.7")
                .replace("{layers: {at_least: 1}}", "{layers: [1, 2]}")
                .replace("seed: 7", "seed: 8")
                .replace("learning_rate: 0.001", "learning_rate: 0.01")
                .replace("data/cars20", "data/cars30"));
        assertThat(SpecChange.areAllowed(changes)).isFalse();
        assertThat(SpecChange.render(changes))
                .isEqualTo(
                        """
                trainer.data: /studies/cars/data/cars20 -> /studies/cars/data/cars30  (makes a new study)
                parameters.dropout.high: 0.6 -> 0.7  (makes a new study)
                parameters.hidden_size.when: {"layers":{"at_least":1.0}} -> {"layers":[1,2]}  (makes a new study)
                search.seed: 7 -> 8  (makes a new study)
                start_with[0]: {"batch_size":32,"class_weight":false,"dropout":0.5,"fine_tuning":false,\
                "hidden_size":256,"layers":1,"learning_rate":0.001} -> {"batch_size":32,"class_weight":false,\
                "dropout":0.5,"fine_tuning":false,"hidden_size":256,"layers":1,"learning_rate":0.01}  \
                (makes a new study)
                """);
    }

    @Property(tries = 100)
    void seesADifferenceExactlyWhereThereIsOne(@ForAll("specs") StudySpec one, @ForAll("specs") StudySpec other) {
        assertThat(SpecChange.between(one, one)).isEmpty();
        assertThat(SpecChange.between(one, other).isEmpty()).isEqualTo(one.equals(other));
    }

    private static List<SpecChange> between(String changed) {
        return SpecChange.between(StudyFiles.valid(StudyFiles.SAMPLE), StudyFiles.valid(changed));
    }

    @Provide
    Arbitrary<StudySpec> specs() {
        return Specs.specs();
    }
}
