package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.SampleTrainers;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study that searches among files: read from {@code /studies/cars/study.yaml}. */
class SearchedPathsTest {
    private static final String STUDY =
            """
            study: networks
            objective: {metric: accuracy, goal: maximize}
            trainer: {type: image-classifier, data: images}
            parameters:
              network: {type: categorical, values: [a.zip, sub/../b.zip, /else/c.zip, "hdfs://host/d.zip"], prior: {b.zip: 3}}
              layers: {type: integer, low: 1, high: 3, when: {network: a.zip}}
              note: {type: ordinal, values: [low, high], when: {network: [b.zip, "hdfs://host/d.zip"]}}
            fidelity: {max_epochs: 9}
            budget: {trials: 8}
            start_with:
              - {network: a.zip, layers: 2}
              - {network: ./b.zip, note: high}
            """;
    private static final String A = "/studies/cars/a.zip";
    private static final String B = "/studies/cars/b.zip";

    /** Sees that the network is there and has the part that is named; knows b.zip as one without a part named high. */
    private static class Networks extends SampleTrainers.Images {
        @Override
        public List<Setting> settings() {
            return Stream.concat(
                            super.settings().stream(),
                            Stream.of(Setting.path("network").searchable().describedAs("a network's file")))
                    .toList();
        }

        @Override
        public List<SettingProblem> check(Settings settings) {
            List<SettingProblem> problems = new ArrayList<>(super.check(settings));
            if (settings.has("network") && settings.text("network").contains("missing")) {
                problems.add(new SettingProblem("network", "(" + settings.text("network") + ") does not exist"));
            }
            return problems;
        }

        @Override
        public List<SettingProblem> checkSearched(Settings settings, List<Parameter> searched) {
            return settings.has("network") && settings.text("network").endsWith("b.zip")
                    ? searched.stream()
                            .filter(parameter -> parameter.listed().contains("high"))
                            .map(parameter -> new SettingProblem(parameter.name(), "(high) is no part"))
                            .toList()
                    : List.of();
        }
    }

    /** Looks at all else once, however many networks there are. */
    private static final class Once extends Networks {
        private final List<Settings> checked = new ArrayList<>();
        private final List<String> paths = new ArrayList<>();

        @Override
        public List<SettingProblem> check(Settings settings) {
            checked.add(settings);
            return super.check(settings);
        }

        @Override
        public List<SettingProblem> checkPath(String path, Settings settings) {
            paths.add(path + " " + settings.text(path));
            return List.of();
        }
    }

    /** Finds networks by their names, too. */
    private static final class Named extends SampleTrainers.Images {
        @Override
        public List<Setting> settings() {
            return Stream.concat(
                            super.settings().stream(),
                            Stream.of(
                                    Setting.path("network")
                                            .searchable()
                                            .orName()
                                            .describedAs("a network"),
                                    Setting.path("teacher").orName().describedAs("another network")))
                    .toList();
        }
    }

    private static StudyFile.Outcome read(String text) {
        return read(text, new Networks());
    }

    private static StudyFile.Outcome read(String text, Networks trainer) {
        return StudyFile.read(
                text, Path.of("/studies/cars/study.yaml"), Trainers.of(List.of(trainer)), StudyFiles.ALGORITHMS);
    }

    private static List<String> problems(String text) {
        return ((StudyFile.Outcome.Invalid) read(text))
                .problems().stream().map(problem -> problem.in("study.yaml")).toList();
    }

    private static StudySpec valid() {
        String text = STUDY.replace("b.zip, \"hdfs://host/d.zip\"]}", "/else/c.zip, \"hdfs://host/d.zip\"]}")
                .replace("{network: ./b.zip, note: high}", "{network: ./b.zip}");
        return ((StudyFile.Outcome.Valid) read(text)).spec();
    }

    @Test
    void relativePathsStartInTheStudyFilesFolderWhereverTheyStand() {
        StudySpec spec = valid();
        assertThat(spec.space().parameters().get(0))
                .isEqualTo(new CategoricalParameter(
                        "network", List.of(A, B, "/else/c.zip", "hdfs://host/d.zip"), Optional.empty()));
        assertThat(spec.space().parameter("layers").when())
                .contains(Condition.on("network", new Condition.Test.OneOf(List.of(A))));
        assertThat(((OrdinalParameter) spec.space().parameter("note")).when())
                .contains(
                        Condition.on("network", new Condition.Test.OneOf(List.of("/else/c.zip", "hdfs://host/d.zip"))));
        assertThat(spec.startWith())
                .extracting(start -> start.values().get("network"))
                .containsExactly(A, B);
        assertThat(spec.search().priors()).containsEntry("network", new Prior.Weights(List.of(1.0, 3.0, 1.0, 1.0)));
    }

    @Test
    void aNameStaysANameUnlessTheFolderHoldsSuchAFile(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("b.zip"));
        StudySpec spec = named(folder);

        assertThat(spec.trainer().settings()).containsEntry("teacher", "resnet18");
        assertThat(spec.space().parameters().get(0).listed())
                .containsExactly("resnet18", folder + "/b.zip", folder + "/a.zip");
        assertThat(spec.space().parameter("layers").when())
                .contains(Condition.on("network", new Condition.Test.OneOf(List.of("resnet18"))));
        assertThat(spec.startWith())
                .extracting(start -> start.values().get("network"))
                .containsExactly("resnet18");
    }

    @Test
    void pathsThatOlderVersionsStoredForNamesStay(@TempDir Path folder) throws Exception {
        StudySpec spec = named(folder);
        StudySpec stored = SpecJson.read(SpecJson.write(spec).replace("\"resnet18\"", "\"" + folder + "/resnet18\""));

        assertThat(stored).isNotEqualTo(spec);
        assertThat(SpecJson.withStoredNames(stored, spec)).isEqualTo(stored);
        StudySpec other = SpecJson.read(SpecJson.write(spec).replace("\"resnet18\"", "\"resnet50\""));
        assertThat(SpecJson.withStoredNames(stored, other)).isEqualTo(other);
    }

    private static StudySpec named(Path folder) {
        String text =
                """
                study: cars
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: image-classifier, data: images, teacher: resnet18}
                parameters:
                  network: {type: categorical, values: [resnet18, b.zip, ./a.zip]}
                  layers: {type: integer, low: 1, high: 3, when: {network: resnet18}}
                fidelity: {max_epochs: 9}
                budget: {trials: 8}
                start_with:
                  - {network: resnet18, layers: 2}
                """;
        StudyFile.Outcome outcome = StudyFile.read(
                text, folder.resolve("study.yaml"), Trainers.of(List.of(new Named())), StudyFiles.ALGORITHMS);
        return ((StudyFile.Outcome.Valid) outcome).spec();
    }

    @Test
    void survivesTheDatabase() {
        StudySpec spec = valid();
        assertThat(SpecJson.read(JsonbLike.roundTrip(SpecJson.write(spec)))).isEqualTo(spec);
    }

    @Test
    void thePathThatIsBelievedInIsMadeAbsoluteToo() {
        String ordinal = STUDY.replace("type: categorical", "type: ordinal")
                .replace("prior: {b.zip: 3}", "prior: {around: a.zip, confidence: low}")
                .replace("note:", "dropout:")
                .replace("type: ordinal, values: [low, high]", "type: continuous, low: 0.1, high: 0.2")
                .replace("dropout: high", "dropout: 0.1");
        StudySpec spec = ((StudyFile.Outcome.Valid) read(ordinal)).spec();
        assertThat(spec.search().priors()).containsEntry("network", new Prior.Around(A, Prior.Confidence.LOW));
    }

    @Test
    void everyValueIsLookedAtBeforeAnythingRuns() {
        assertThat(problems(STUDY.replace("note: {", "class_weight: {")
                        .replace("values: [low, high]", "values: [true, false]")
                        .replace("note: high", "class_weight: true")
                        .replace("/else/c.zip", "missing.zip, /else/missing")))
                .containsExactly(
                        "study.yaml:5: parameters.network: (/studies/cars/missing.zip) does not exist",
                        "study.yaml:5: parameters.network: (/else/missing) does not exist");
    }

    @Test
    void aTrainerThatLooksAtAPathAloneLooksAtTheRestOnce() {
        Once trainer = new Once();
        read(STUDY, trainer);
        assertThat(trainer.checked).singleElement().satisfies(settings -> assertThat(settings.has("network"))
                .isFalse());
        assertThat(trainer.paths)
                .containsExactly("network " + A, "network " + B, "network /else/c.zip", "network hdfs://host/d.zip");
    }

    @Test
    void whatOneValueBreaksInAnotherParameterIsToldWithTheValueUnlessTheConditionLeavesItOut() {
        assertThat(problems(STUDY))
                .containsExactly("study.yaml:7: parameters.note: (high) is no part (where network is " + B + ")");
        assertThat(valid().space().parameters()).hasSize(3);
    }

    @Test
    void aPathThatIsNotAmongTheValuesIsRefused() {
        String choices = "must be one of " + A + ", " + B + ", /else/c.zip, hdfs://host/d.zip; did you mean " + A + "?";
        assertThat(problems(STUDY.replace("{network: a.zip, layers: 2}", "{network: a.zpi, layers: 2}")))
                .containsExactly("study.yaml:11: start_with[0].network: (/studies/cars/a.zpi) " + choices);
        assertThat(problems(STUDY.replace("when: {network: a.zip}", "when: {network: a.zpi}")))
                .containsExactly("study.yaml:6: parameters.layers.when.network: (/studies/cars/a.zpi) " + choices);
    }

    @Test
    void theSameFileTwiceIsRefused() {
        assertThat(problems(STUDY.replace("/else/c.zip", "./a.zip")))
                .containsExactly(
                        "study.yaml:5: parameters.network.values: (" + A + ") appears twice; remove one of them");
    }

    @Test
    void aRangeOfFilesMakesNoSense() {
        assertThat(problems(StudyFiles.SMALL.replace("dropout:", "network:")))
                .containsExactly("study.yaml:5: parameters.network: takes a path, which does not match this type; "
                        + "use type: categorical");
    }
}
