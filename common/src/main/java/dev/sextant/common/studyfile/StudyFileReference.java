package dev.sextant.common.studyfile;

import dev.sextant.common.spec.DurationText;
import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes the reference of the study file as Markdown: one table per section, algorithm list and trainer. */
public final class StudyFileReference {
    private static final String HEAD = "| key | value | default | meaning |\n| --- | --- | --- | --- |\n";

    private StudyFileReference() {}

    /** Returns the whole reference. */
    public static String markdown(Trainers trainers, Algorithms algorithms) {
        StringBuilder text = new StringBuilder();
        ValueType.Table root = StudyKeys.root(algorithms);
        table(text, "The file", root);
        for (Key key : root.keys()) {
            if (key.valueType() instanceof ValueType.Table section) {
                table(text, "`" + key.name() + "`", section);
                nested(text, key.name(), section);
            }
        }
        table(text, "An element of `objective.constraints`", StudyKeys.CONSTRAINT);
        StudyKeys.PARAMETERS.forEach((type, keys) -> table(text, "A parameter with `type: " + type + "`", keys));
        table(text, "A `prior` of numbers and ordinals", StudyKeys.PRIOR);
        table(text, "A comparison under `when`, instead of a value or a list of values", ConditionReader.BOUND);
        algorithms(text, algorithms);
        trainers.all().forEach(trainer -> trainer(text, trainer));
        return text.toString();
    }

    private static void nested(StringBuilder text, String path, ValueType.Table section) {
        for (Key key : section.keys()) {
            if (key.valueType() instanceof ValueType.Table inner) {
                table(text, "`" + path + "." + key.name() + "`", inner);
            }
        }
    }

    private static void table(StringBuilder text, String title, ValueType.Table table) {
        text.append("### ").append(title).append("\n\n").append(HEAD);
        for (Key key : table.keys()) {
            String expected = key.valueType() instanceof ValueType.Table
                    ? "see below"
                    : key.valueType().expected();
            row(text, key.name(), expected, key.required(), key.defaultValue(), key.doc());
        }
        text.append('\n');
    }

    private static void algorithms(StringBuilder text, Algorithms algorithms) {
        text.append("### The values of `search.algorithm`\n\n")
                .append("| name | new configurations | uses `warm_start` | uses `prior` | `spacing` by default |\n")
                .append("| --- | --- | --- | --- | --- |\n");
        for (AlgorithmTraits algorithm : algorithms.all()) {
            text.append("| `")
                    .append(algorithm.name())
                    .append(algorithm.has(Trait.DEFAULT) ? "` (default) | " : "` | ")
                    .append(cell(algorithm.summary()))
                    .append(algorithm.has(Trait.WARM_START) ? " | yes" : " | no")
                    .append(algorithm.has(Trait.PRIORS) ? " | yes" : " | no")
                    .append(algorithm.has(Trait.DOUBLING_RUNGS) ? " | 2 |\n" : " | `reduction` |\n");
        }
        text.append('\n');
    }

    private static void trainer(StringBuilder text, TrainerFactory trainer) {
        text.append("### `trainer: {type: ")
                .append(trainer.type())
                .append("}`\n\n")
                .append(trainer.summary())
                .append("\n\n");
        if (trainer.settings().stream()
                .anyMatch(setting -> !setting.mattersWhen().isEmpty())) {
            text.append(
                    "Where a setting does not matter, its value has no effect, and settings that depend on it do not "
                            + "matter either.\n\n");
        }
        text.append(HEAD);
        for (Setting setting : trainer.settings()) {
            String expected = ValueType.of(setting).expected() + (setting.isSearchable() ? "" : "; never searched");
            row(text, setting.name(), expected, setting.required(), setting.defaultValue(), meaning(setting, "`"));
        }
        text.append('\n');
    }

    /**
     * Returns the description of a setting, and when it matters.
     *
     * @param quote what to put around names and values
     */
    static String meaning(Setting setting, String quote) {
        List<String> conditions = setting.mattersWhen().stream()
                .map(condition -> condition.text(name -> quote + name + quote, value -> quote + spelled(value) + quote))
                .toList();
        return setting.doc() + (conditions.isEmpty() ? "" : ". Matters when " + String.join("; and when ", conditions));
    }

    private static void row(
            StringBuilder text, String name, String expected, boolean required, Optional<Object> value, String doc) {
        String usual = required
                ? "required"
                : value.map(StudyFileReference::spelled)
                        .map(known -> "`" + known + "`")
                        .orElse("");
        text.append("| `")
                .append(name)
                .append("` | ")
                .append(cell(expected))
                .append(" | ")
                .append(cell(usual))
                .append(" | ")
                .append(cell(doc))
                .append(" |\n");
    }

    private static String spelled(Object value) {
        if (value instanceof Duration duration) {
            return DurationText.of(duration);
        }
        return value instanceof Double number ? NumberText.text(number) : value.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
