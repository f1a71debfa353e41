package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.spec.SpecChange;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.common.trainer.TrialContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;

/** What a study file says about settings that have no effect. */
class StudyFileEffectsTest {
    private static final String RATE = "rate: {type: continuous, low: 0.1, high: 0.2}";
    private static final String MOMENTUM = "momentum: {type: continuous, low: 0.0, high: 0.9}";

    /** A trainer whose settings depend on each other. */
    static class Dependent implements TrainerFactory {
        private final boolean declares;

        /** @param declares whether it says when its settings matter */
        Dependent(boolean declares) {
            this.declares = declares;
        }

        @Override
        public String type() {
            return "dependent";
        }

        @Override
        public String summary() {
            return "Declares settings that depend on each other";
        }

        @Override
        public List<Setting> settings() {
            if (!declares) {
                return List.of(
                        Setting.number("rate").byDefault(0.1).describedAs("a rate"),
                        Setting.choice("optimizer")
                                .oneOf("sgd", "adam", "adamw")
                                .byDefault("adamw")
                                .describedAs("an optimizer"),
                        Setting.number("momentum").between(0, 1).byDefault(0.9).describedAs("a momentum"));
            }
            return List.of(
                    Setting.number("rate").byDefault(0.1).describedAs("a rate"),
                    Setting.choice("optimizer")
                            .oneOf("sgd", "adam", "adamw")
                            .byDefault("adamw")
                            .describedAs("an optimizer"),
                    Setting.number("momentum")
                            .between(0, 1)
                            .byDefault(0.9)
                            .mattersWhen(Condition.is("optimizer", "sgd"))
                            .describedAs("a momentum"),
                    Setting.flag("nesterov")
                            .byDefault(true)
                            .mattersWhen(Condition.isNot("momentum", 0.0))
                            .describedAs("a flag"),
                    Setting.path("backbone").searchable().orNone().describedAs("a network"),
                    Setting.flag("fine_tuning")
                            .byDefault(false)
                            .mattersWhen(Condition.isNot("backbone", "none"))
                            .describedAs("a flag"),
                    Setting.integer("head_epochs")
                            .between(0, 9)
                            .byDefault(1)
                            .mattersWhen(Condition.is("fine_tuning", true))
                            .describedAs("epochs"),
                    Setting.choice("policy")
                            .oneOf("none", "light", "strong")
                            .byDefault("none")
                            .mattersWhen(Condition.is("backbone", "none")
                                    .or(Condition.is("fine_tuning", true))
                                    .or(Condition.atLeast("views", 1)))
                            .describedAs("changes of images"),
                    Setting.integer("views")
                            .between(0, 9)
                            .byDefault(0)
                            .mattersWhen(Condition.isNot("policy", "none"))
                            .mattersWhen(Condition.isNot("backbone", "none"))
                            .describedAs("number of views"));
        }

        @Override
        public Set<String> metrics() {
            return Set.of("accuracy");
        }

        @Override
        public Trainer create(TrialContext context) {
            throw new UnsupportedOperationException("Trains nothing");
        }
    }

    private static String file(String trainer, String startWith, String... parameters) {
        return """
                study: small
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: dependent%s}
                parameters:
                  %s
                fidelity: {max_epochs: 9}
                budget: {trials: 8}
                start_with: [%s]
                """
                .formatted(trainer, String.join("\n  ", parameters), startWith);
    }

    private static StudyFile.Outcome read(String text, boolean declares) {
        return StudyFile.read(
                text,
                Path.of("/studies/study.yaml"),
                Trainers.of(List.of(new Dependent(declares))),
                StudyFiles.ALGORITHMS);
    }

    private static StudyFile.Outcome.Valid valid(String text) {
        return (StudyFile.Outcome.Valid) read(text, true);
    }

    private static List<String> warnings(String text) {
        return valid(text).warnings().stream()
                .map(warning -> warning.in("study.yaml"))
                .toList();
    }

    private static Map<String, Condition> mattersWhen(String text) {
        return valid(text).spec().space().mattersWhen();
    }

    @Example
    void warnsOfAFixedSettingWithoutEffect() {
        assertThat(warnings(file(", momentum: 0.8", "", RATE)))
                .containsExactly("study.yaml:3: trainer.momentum: (0.8) has no effect, because optimizer is adamw; "
                        + "set optimizer: sgd, or remove it");
    }

    @Example
    void namesTheCauseOfTheCause() {
        assertThat(warnings(file(", nesterov: true", "", RATE)))
                .containsExactly("study.yaml:3: trainer.nesterov: (true) has no effect, because optimizer is adamw; "
                        + "set optimizer: sgd, or remove it");
    }

    @Example
    void namesAllThatCouldBeAdded() {
        assertThat(warnings(
                        file(", backbone: r18.zip", "", "policy: {type: categorical, values: [none, light, strong]}")))
                .containsExactly(
                        "study.yaml:5: parameters.policy: has no effect, whatever its value, because backbone is set, "
                                + "fine_tuning is false and views is 0; set fine_tuning: true, set views to at least 1, "
                                + "or remove it");
    }

    @Example
    void namesBothOfTwoThatNeedEachOther() {
        assertThat(warnings(file(", backbone: r18.zip, policy: light, views: 3", "", RATE)))
                .isEmpty();
        assertThat(warnings(file(", backbone: r18.zip, views: 3", "", RATE)))
                .containsExactly("study.yaml:3: trainer.views: (3) has no effect, because policy is none; "
                        + "set policy to light or strong, or remove it");
    }

    @Example
    void isSilentAboutWhatIsSwitchedOff() {
        assertThat(warnings(file(", nesterov: false, policy: none, views: 0", "", RATE)))
                .isEmpty();
    }

    @Example
    void isSilentAboutWhatMattersInSomeTrials() {
        assertThat(warnings(file(", momentum: 0.8", "", "optimizer: {type: categorical, values: [sgd, adam]}")))
                .isEmpty();
    }

    @Example
    void aSearchedPathCanBeNone() {
        String file = file(
                "",
                "",
                "backbone: {type: categorical, values: [none, r18.zip, r50.zip]}",
                "fine_tuning: {type: categorical, values: [true, false]}",
                "head_epochs: {type: integer, low: 0, high: 3}",
                "policy: {type: categorical, values: [none, light]}");
        assertThat(warnings(file)).isEmpty();
        assertThat(mattersWhen(file))
                .isEqualTo(Map.of(
                        "fine_tuning",
                        Condition.is("backbone", "/studies/r18.zip", "/studies/r50.zip"),
                        "head_epochs",
                        Condition.is("fine_tuning", true),
                        "policy",
                        Condition.is("backbone", "/studies/none").or(Condition.is("fine_tuning", true))));
    }

    @Example
    void aParameterMattersAsLongAsOthersDo() {
        assertThat(mattersWhen(file(
                        "",
                        "",
                        "optimizer: {type: categorical, values: [sgd, adam]}",
                        MOMENTUM,
                        "nesterov: {type: categorical, values: [true, false]}")))
                .isEqualTo(Map.of(
                        "momentum", Condition.is("optimizer", "sgd"), "nesterov", Condition.isNot("momentum", 0.0)));
        assertThat(mattersWhen(file(
                        "",
                        "",
                        "optimizer: {type: categorical, values: [sgd, adam]}",
                        "momentum: {type: continuous, low: 0.5, high: 0.9}",
                        "nesterov: {type: categorical, values: [true, false]}")))
                .containsEntry("nesterov", Condition.is("optimizer", "sgd"));
    }

    @Example
    void anInactiveParameterHasItsDefault() {
        // Where layers forbids momentum, momentum is 0.9, so that nesterov has an effect.
        assertThat(mattersWhen(file(
                        ", optimizer: sgd",
                        "",
                        RATE,
                        "momentum: {type: continuous, low: 0.0, high: 0.9, when: {rate: {at_least: 0.15}}}",
                        "nesterov: {type: categorical, values: [true, false]}")))
                .isEqualTo(Map.of("nesterov", Condition.isNot("momentum", 0.0).or(Condition.absent("momentum"))));
    }

    @Example
    void theFirstOfTwoThatNeedEachOtherGetsTheCondition() {
        assertThat(mattersWhen(file(
                        ", backbone: r18.zip",
                        "",
                        "views: {type: integer, low: 0, high: 3}",
                        "policy: {type: categorical, values: [none, light]}")))
                .isEqualTo(Map.of("policy", Condition.atLeast("views", 1)));
    }

    @Example
    void aConditionOfTheFileThatSaysTheSameIsEnough() {
        assertThat(mattersWhen(file(
                        "",
                        "",
                        "optimizer: {type: categorical, values: [sgd, adam]}",
                        "momentum: {type: continuous, low: 0.1, high: 0.9, when: {optimizer: sgd}}")))
                .isEmpty();
    }

    @Example
    void aConditionOfTheFileMayExcludeEveryEffect() {
        String file = file(
                "",
                "",
                "optimizer: {type: categorical, values: [sgd, adam]}",
                "momentum: {type: continuous, low: 0.1, high: 0.9, when: {optimizer: adam}}");
        assertThat(warnings(file))
                .containsExactly("study.yaml:6: parameters.momentum: has no effect, whatever its value, where its "
                        + "condition under when holds, because it matters when optimizer is sgd; change the condition, "
                        + "or remove the parameter");
        assertThat(mattersWhen(file)).isEqualTo(Map.of("momentum", Condition.NEVER));
    }

    @Example
    void whenListsAlternatives() {
        String file = file(
                "",
                "",
                "optimizer: {type: categorical, values: [sgd, adam]}",
                RATE,
                "views: {type: integer, low: 0, high: 9, when: [{optimizer: adam}, {rate: {at_least: 0.15}}]}");
        assertThat(valid(file).spec().space().parameter("views").when())
                .contains(Condition.is("optimizer", "adam").or(Condition.atLeast("rate", 0.15)));
        assertThat(SpecJson.read(SpecJson.write(valid(file).spec())))
                .isEqualTo(valid(file).spec());
    }

    @Example
    void startWithLosesValuesWithoutEffect() {
        StudyFile.Outcome.Valid valid = valid(file(
                "",
                "{optimizer: adam, momentum: 0.5}, {optimizer: sgd, momentum: 0.5}, {optimizer: adam, momentum: 0.6}",
                "optimizer: {type: categorical, values: [sgd, adam]}",
                MOMENTUM));
        assertThat(valid.spec().startWith())
                .containsExactly(
                        Configuration.of(Map.of("optimizer", "adam")),
                        Configuration.of(Map.of("optimizer", "sgd", "momentum", 0.5)));
        assertThat(valid.warnings())
                .extracting(Problem::property, Problem::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "start_with[0].momentum",
                                "(0.5) has no effect here and is dropped: momentum matters when optimizer is sgd"),
                        org.assertj.core.groups.Tuple.tuple(
                                "start_with[2]",
                                "differs from an earlier configuration only in values without effect, and is left out"),
                        org.assertj.core.groups.Tuple.tuple(
                                "start_with[2].momentum",
                                "(0.6) has no effect here and is dropped: momentum matters when optimizer is sgd"));
    }

    @Example
    void startWithMustKeepTheConditionsOfTheFile() {
        StudyFile.Outcome outcome = read(
                file(
                        "",
                        "{optimizer: adam, momentum: 0.5}",
                        "optimizer: {type: categorical, values: [sgd, adam]}",
                        "momentum: {type: continuous, low: 0.1, high: 0.9, when: {optimizer: sgd}}"),
                true);
        assertThat(((StudyFile.Outcome.Invalid) outcome).problems())
                .extracting(Problem::message)
                .containsExactly("is inactive here, because its condition depends on optimizer (adam); remove it");
    }

    @Example
    void aStoredStudyIsNotChangedByWhatItsTrainerDeclaresLater() {
        String file = file(
                "",
                "{optimizer: adam, momentum: 0.5}",
                "optimizer: {type: categorical, values: [sgd, adam]}",
                MOMENTUM,
                RATE);
        StudySpec before = ((StudyFile.Outcome.Valid) read(file, false)).spec();
        StudySpec after = valid(file).spec();
        assertThat(SpecJson.hash(after)).isNotEqualTo(SpecJson.hash(before));
        assertThat(SpecChange.between(before, after)).isEmpty();
        assertThat(SpecChange.between(after, before)).isEmpty();
        StudySpec other = valid(file.replace("low: 0.0", "low: 0.1")).spec();
        assertThat(SpecChange.between(before, other))
                .extracting(SpecChange::property)
                .containsExactly("parameters.momentum.low");
    }
}
