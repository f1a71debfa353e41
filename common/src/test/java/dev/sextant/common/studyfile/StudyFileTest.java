package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a sound study file comes to. */
class StudyFileTest {
    @Test
    void readsTheWholeSample() {
        StudySpec spec = StudyFiles.valid(StudyFiles.SAMPLE);
        assertThat(spec.name()).isEqualTo("cars-resnet18");
        assertThat(spec.objective())
                .isEqualTo(new Objective(
                        "accuracy",
                        Goal.MAXIMIZE,
                        List.of(new Objective.Constraint("inference_ms", Objective.Constraint.Side.AT_MOST, 20))));
        assertThat(spec.trainer().type()).isEqualTo("image-classifier");
        assertThat(spec.trainer().settings())
                .isEqualTo(Map.of(
                        "data", "/studies/cars/data/cars20",
                        "backbone", "resnet18-stages1to3",
                        "epochs", Map.of("head", 5L)));
        assertThat(spec.space().parameters())
                .containsExactly(
                        new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()),
                        new ContinuousParameter("dropout", 0, 0.6, Scale.LINEAR, Optional.empty()),
                        new IntegerParameter("layers", 0, 3, Scale.LINEAR, Optional.empty()),
                        new OrdinalParameter(
                                "hidden_size",
                                List.of(128L, 256L, 512L, 1024L),
                                Optional.of(Condition.on("layers", Condition.Test.atLeast(1)))),
                        new IntegerParameter("batch_size", 16, 256, Scale.POWER_OF_TWO, Optional.empty()),
                        new CategoricalParameter("fine_tuning", List.of(true, false), Optional.empty()),
                        new OrdinalParameter(
                                "retrain_from",
                                List.of("stage3", "stage2", "stage1"),
                                Optional.of(Condition.on("fine_tuning", new Condition.Test.OneOf(List.of(true))))),
                        new CategoricalParameter("class_weight", List.of(true, false), Optional.empty()));
        assertThat(spec.fidelity()).isEqualTo(new Fidelity(1, 27, 3, 2));
        assertThat(spec.search()).isEqualTo(new SearchSettings("auto", 7));
        assertThat(spec.budget())
                .isEqualTo(new Budget(
                        OptionalInt.of(200),
                        OptionalLong.of(1500),
                        OptionalDouble.of(4),
                        Optional.of(Duration.ofHours(2)),
                        OptionalDouble.of(0.92)));
        assertThat(spec.startWith())
                .containsExactly(Configuration.of(Map.of(
                        "learning_rate",
                        0.001,
                        "dropout",
                        0.5,
                        "layers",
                        1L,
                        "hidden_size",
                        256L,
                        // Not in the file: the trainer's default.
                        "batch_size",
                        32L,
                        "fine_tuning",
                        false,
                        "class_weight",
                        false)));
        assertThat(spec.cluster())
                .isEqualTo(new ClusterSettings(
                        8, 1, 4, "2g", Optional.empty(), Duration.ofSeconds(60), Duration.ofMinutes(30)));
    }

    @Test
    void survivesTheDatabase() {
        StudySpec spec = StudyFiles.valid(StudyFiles.SAMPLE);
        assertThat(SpecJson.read(JsonbLike.roundTrip(SpecJson.write(spec)))).isEqualTo(spec);
    }

    @Test
    void fillsInDefaults() {
        StudySpec spec = StudyFiles.valid(StudyFiles.SMALL);
        assertThat(spec.fidelity()).isEqualTo(new Fidelity(1, 9, 3, 2));
        assertThat(spec.search()).isEqualTo(new SearchSettings("auto", 0));
        assertThat(spec.startWith()).isEmpty();
        assertThat(spec.cluster())
                .isEqualTo(new ClusterSettings(
                        1, 0, 1, "2g", Optional.empty(), Duration.ofSeconds(60), Duration.ofMinutes(30)));
    }

    @Test
    void spacesRungsAsTheAlgorithmLikesOrTheAuthorSays() {
        String small = StudyFiles.SMALL + "search: {algorithm: hyperband}\n";
        assertThat(StudyFiles.valid(small).fidelity().rungs()).containsExactly(1, 3, 9);
        String spaced = small.replace("max_epochs: 9", "max_epochs: 9, spacing: 2");
        assertThat(StudyFiles.valid(spaced).fidelity()).isEqualTo(new Fidelity(1, 9, 3, 2));
        assertThat(StudyFiles.valid(spaced).fidelity().rungs()).containsExactly(1, 2, 4, 9);
    }

    @Test
    void namesTheDefaultAlgorithmWhenTheFileNamesNone() {
        Algorithms algorithms = Algorithms.of(List.of(
                new AlgorithmTraits("random", "random points", Set.of()),
                new AlgorithmTraits("asha", "halving", Set.of(Trait.DEFAULT))));
        StudyFile.Outcome outcome = StudyFiles.read(StudyFiles.SMALL, algorithms);
        assertThat(((StudyFile.Outcome.Valid) outcome).spec().search().algorithm())
                .isEqualTo("asha");
    }

    @Test
    void leavesPathsWithASchemeAndAbsoluteOnesAlone() {
        assertThat(data("hdfs://nodes/cars")).isEqualTo("hdfs://nodes/cars");
        assertThat(data("s3a:cars")).isEqualTo("s3a:cars");
        assertThat(data("/cars")).isEqualTo("/cars");
        assertThat(data("../cars")).isEqualTo("/studies/cars");
        StudySpec spec = StudyFiles.valid(StudyFiles.SMALL + "cluster: {checkpoints: saved, silence: 1h30m}\n");
        assertThat(spec.cluster().checkpoints()).contains("/studies/cars/saved");
        assertThat(spec.cluster().silence()).isEqualTo(Duration.ofMinutes(90));
    }

    private static Object data(String path) {
        String file = StudyFiles.SMALL.replace("data: images", "data: " + path);
        return StudyFiles.valid(file).trainer().settings().get("data");
    }

    @Test
    void readsNumbersAndWordsAsYaml12Does() {
        StudySpec spec = StudyFiles.valid(StudyFiles.SMALL
                .replace("low: 0.0, high: 0.5", "low: 1e-2, high: .5")
                .replace("data: images", "data: images, note: yes, labels: [no, 007, 1.10]"));
        assertThat(spec.space().parameters().get(0))
                .isEqualTo(new ContinuousParameter("dropout", 0.01, 0.5, Scale.LINEAR, Optional.empty()));
        assertThat(spec.trainer().settings())
                .containsEntry("note", "yes")
                .containsEntry("labels", List.of("no", "007", "1.10"));
    }

    @Test
    void passesUndeclaredSettingsOnWhereTheTrainerTakesThem() {
        StudySpec spec = StudyFiles.valid(
                """
                study: any-program
                objective: {metric: score, goal: minimize}
                trainer:
                  type: command
                  command: [python3, train.py]
                  depth: 3
                  schedule: {warm: [1, 2.5, true]}
                parameters:
                  rate: {type: categorical, values: [1, 0.5]}
                  width: {type: integer, low: 1, high: 8, when: {rate: [1]}}
                fidelity: {max_epochs: 9}
                search: {algorithm: grid}
                """);
        assertThat(spec.trainer().settings())
                .isEqualTo(Map.of(
                        "command",
                        List.of("python3", "train.py"),
                        "depth",
                        3L,
                        "schedule",
                        Map.of("warm", List.of(1L, 2.5, true))));
        assertThat(spec.space().parameter("rate"))
                .isEqualTo(new CategoricalParameter("rate", List.of(1.0, 0.5), Optional.empty()));
        assertThat(spec.space().parameter("width").when())
                .contains(Condition.on("rate", new Condition.Test.OneOf(List.of(1.0))));
        assertThat(spec.budget()).isEqualTo(Budget.UNLIMITED);
    }

    @Test
    void repeatsASingleValueByItsAlias() {
        StudySpec spec = StudyFiles.valid(
                StudyFiles.SMALL.replace("max_epochs: 9", "max_epochs: &n 9").replace("trials: 8", "trials: *n"));
        assertThat(spec.budget().trials()).hasValue(9);
    }
}
