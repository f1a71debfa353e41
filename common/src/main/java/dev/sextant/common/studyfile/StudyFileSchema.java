package dev.sextant.common.studyfile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.spec.JsonText;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import java.util.List;

/**
 * Writes the JSON Schema (draft 2020-12) of the study file, settings of the trainers included. Editors use it to
 * complete and check study files.
 *
 * <p>It is made from the table that the reader uses, so both know the same keys, types, ranges and choices. Rules about
 * several keys (low below high, conditions, paths) are checked by the reader alone.
 */
public final class StudyFileSchema {
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

    private StudyFileSchema() {}

    /** Returns the schema as indented JSON. */
    public static String json(Trainers trainers, Algorithms algorithms) {
        ObjectNode schema = JsonText.object().put("$schema", DRAFT).put("title", "Sextant study file");
        schema.setAll(StudyKeys.root(algorithms).schema());
        ArrayNode rules = schema.putArray("allOf");
        rules.add(budgetUnlessFinite(algorithms));
        trainers.all().forEach(trainer -> rules.add(parametersOf(trainer)));
        ObjectNode definitions = schema.putObject("$defs");
        definitions.set("trainer", trainer(trainers));
        definitions.set("parameters", parameters());
        definitions.set("parameter", parameter());
        definitions.set("weights", weights());
        definitions.set("when", when());
        definitions.set("configuration", configuration());
        return JsonText.pretty(schema) + "\n";
    }

    /** Every study needs a budget, unless its algorithm ends by itself. */
    private static ObjectNode budgetUnlessFinite(Algorithms algorithms) {
        ObjectNode rule = JsonText.object();
        ObjectNode finite = JsonText.object();
        ArrayNode names = finite.putObject("properties").putObject("algorithm").putArray("enum");
        algorithms.names(Trait.FINITE).forEach(names::add);
        finite.putArray("required").add("algorithm");
        rule.set("if", under("search", finite));
        ObjectNode otherwise = rule.putObject("else");
        otherwise.putArray("required").add("budget");
        otherwise.putObject("properties").putObject("budget").put("minProperties", 1);
        return rule;
    }

    /** Allows only settings of the trainer under {@code parameters}. */
    private static ObjectNode parametersOf(TrainerFactory trainer) {
        ObjectNode rule = JsonText.object();
        rule.set("if", under("trainer", constant("type", trainer.type())));
        ObjectNode parameters = rule.putObject("then").putObject("properties").putObject("parameters");
        ObjectNode properties = parameters.putObject("properties");
        trainer.settings().stream().filter(Setting::isSearchable).forEach(setting -> properties
                .putObject(setting.name())
                .put("description", StudyFileReference.meaning(setting, ""))
                .put("$ref", "#/$defs/parameter"));
        if (!trainer.takesOtherSettings()) {
            parameters.put("additionalProperties", false);
        }
        return rule;
    }

    private static ObjectNode trainer(Trainers trainers) {
        ObjectNode schema = new ValueType.Table(List.of(TrainerSection.type(trainers))).schema();
        schema.remove("additionalProperties");
        ArrayNode rules = schema.putArray("allOf");
        for (TrainerFactory trainer : trainers.all()) {
            ObjectNode rule = rules.addObject();
            rule.set("if", constant("type", trainer.type()));
            ObjectNode then = rule.putObject("then").put("description", trainer.summary());
            ObjectNode properties = then.putObject("properties");
            properties.put("type", true);
            ArrayNode required = JsonText.array();
            for (Setting setting : trainer.settings()) {
                ObjectNode property =
                        ValueType.of(setting).schema().put("description", StudyFileReference.meaning(setting, ""));
                setting.defaultValue().ifPresent(value -> property.set("default", JsonText.tree(value)));
                properties.set(setting.name(), property);
                if (setting.required() && !setting.isSearchable()) {
                    required.add(setting.name());
                }
            }
            if (!required.isEmpty()) {
                then.set("required", required);
            }
            if (!trainer.takesOtherSettings()) {
                then.put("additionalProperties", false);
            }
        }
        return schema;
    }

    private static ObjectNode parameters() {
        ObjectNode schema = JsonText.object().put("type", "object").put("minProperties", 1);
        schema.putObject("additionalProperties").put("$ref", "#/$defs/parameter");
        return schema;
    }

    private static ObjectNode parameter() {
        ObjectNode schema = new ValueType.Table(List.of(StudyKeys.PARAMETER_TYPE)).schema();
        schema.remove("additionalProperties");
        ArrayNode rules = schema.putArray("allOf");
        StudyKeys.PARAMETERS.forEach((type, table) -> {
            ObjectNode rule = rules.addObject();
            rule.set("if", constant("type", type));
            ObjectNode then = table.schema();
            ((ObjectNode) then.get("properties")).put("type", true);
            rule.set("then", then);
        });
        return schema;
    }

    private static ObjectNode weights() {
        ObjectNode schema = JsonText.object().put("type", "object").put("minProperties", 1);
        schema.set("additionalProperties", new ScalarType.Positive().schema());
        return schema;
    }

    private static ObjectNode when() {
        ObjectNode schema = JsonText.object().put("type", "object").put("minProperties", 1);
        ArrayNode tests = schema.putObject("additionalProperties").putArray("anyOf");
        tests.add(new ScalarType.Any().schema());
        tests.add(new ValueType.ListOf(new ScalarType.Any(), false).schema());
        tests.add(ConditionReader.BOUND.schema().put("minProperties", 1).put("maxProperties", 1));
        return schema;
    }

    private static ObjectNode configuration() {
        ObjectNode schema = JsonText.object().put("type", "object");
        schema.set("additionalProperties", new ScalarType.Any().schema());
        return schema;
    }

    private static ObjectNode constant(String key, String value) {
        ObjectNode schema = JsonText.object();
        schema.putObject("properties").putObject(key).put("const", value);
        schema.putArray("required").add(key);
        return schema;
    }

    private static ObjectNode under(String key, ObjectNode inner) {
        ObjectNode schema = JsonText.object();
        schema.putObject("properties").set(key, inner);
        schema.putArray("required").add(key);
        return schema;
    }
}
