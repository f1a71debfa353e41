package dev.sextant.common.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Objective.Constraint;
import dev.sextant.common.study.Patience;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the JSON that {@link SpecWriter} writes, with keys in any order. */
final class SpecReader {
    private SpecReader() {}

    static StudySpec spec(JsonNode tree) {
        SearchSpace space = space(member(tree, "parameters"));
        return new StudySpec(
                text(tree, "study"),
                objective(member(tree, "objective")),
                trainer(member(tree, "trainer"), revision(tree)),
                space,
                fidelity(member(tree, "fidelity")),
                search(member(tree, "search"), priors(member(tree, "parameters"), space)),
                budget(member(tree, "budget")),
                JsonText.elements(member(tree, "start_with"))
                        .map(element -> configuration(element, space))
                        .toList(),
                cluster(member(tree, "cluster")));
    }

    static Configuration configuration(JsonNode tree, SearchSpace space) {
        if (!tree.isObject()) {
            throw new IllegalArgumentException("Not a configuration: " + tree);
        }
        Map<String, Parameter> parameters = new TreeMap<>();
        space.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
        Map<String, Object> values = new TreeMap<>();
        tree.properties().forEach(entry -> {
            Parameter parameter = parameters.get(entry.getKey());
            if (parameter == null) {
                throw new IllegalArgumentException(
                        entry.getKey() + " is not a parameter; use one of " + parameters.keySet());
            }
            values.put(entry.getKey(), value(parameter, entry.getValue()));
        });
        return Configuration.of(values);
    }

    private static Object value(Parameter parameter, JsonNode tree) {
        if (parameter instanceof ContinuousParameter) {
            return JsonText.doubleValue(tree);
        }
        if (parameter instanceof IntegerParameter) {
            return JsonText.longValue(tree);
        }
        return JsonText.value(tree);
    }

    private static Objective objective(JsonNode tree) {
        return new Objective(
                text(tree, "metric"),
                Goal.valueOf(text(tree, "goal").toUpperCase(Locale.ROOT)),
                JsonText.elements(member(tree, "constraints"))
                        .map(SpecReader::constraint)
                        .toList());
    }

    private static Constraint constraint(JsonNode tree) {
        Constraint.Side side = tree.has("at_most") ? Constraint.Side.AT_MOST : Constraint.Side.AT_LEAST;
        return new Constraint(text(tree, "metric"), side, JsonText.doubleValue(member(tree, side.word())));
    }

    private static int revision(JsonNode tree) {
        return tree.has(SpecWriter.TRAINER_REVISION)
                ? Math.toIntExact(JsonText.longValue(member(tree, SpecWriter.TRAINER_REVISION)))
                : TrainerSpec.FIRST_REVISION;
    }

    private static TrainerSpec trainer(JsonNode tree, int revision) {
        TreeMap<String, Object> settings = new TreeMap<>();
        tree.properties().stream()
                .filter(entry -> !entry.getKey().equals("type"))
                .forEach(entry -> settings.put(entry.getKey(), JsonText.value(entry.getValue())));
        return new TrainerSpec(text(tree, "type"), revision, settings);
    }

    private static SearchSpace space(JsonNode tree) {
        Map<String, Condition> mattersWhen = new TreeMap<>();
        tree.properties().stream()
                .filter(entry -> entry.getValue().has(SpecWriter.MATTERS_WHEN))
                .forEach(entry -> mattersWhen.put(
                        entry.getKey(), condition(entry.getValue().get(SpecWriter.MATTERS_WHEN))));
        List<Parameter> parameters = tree.properties().stream()
                .sorted(Comparator.comparingLong(entry -> JsonText.longValue(member(entry.getValue(), "axis"))))
                .map(entry -> parameter(entry.getKey(), entry.getValue()))
                .toList();
        return new SearchSpace(parameters, mattersWhen);
    }

    private static Parameter parameter(String name, JsonNode tree) {
        Optional<Condition> when = tree.has("when") ? Optional.of(condition(member(tree, "when"))) : Optional.empty();
        String type = text(tree, "type");
        return switch (type) {
            case "continuous" ->
                new ContinuousParameter(
                        name,
                        JsonText.doubleValue(member(tree, "low")),
                        JsonText.doubleValue(member(tree, "high")),
                        scale(tree),
                        when);
            case "integer" ->
                new IntegerParameter(
                        name,
                        JsonText.longValue(member(tree, "low")),
                        JsonText.longValue(member(tree, "high")),
                        scale(tree),
                        when);
            case "ordinal" -> new OrdinalParameter(name, values(member(tree, "values")), when);
            case "categorical" -> new CategoricalParameter(name, values(member(tree, "values")), when);
            default -> throw new IllegalArgumentException("Parameter " + name + " has the unknown type " + type);
        };
    }

    private static Scale scale(JsonNode tree) {
        return Scale.valueOf(text(tree, "scale").toUpperCase(Locale.ROOT));
    }

    private static List<Object> values(JsonNode tree) {
        return JsonText.elements(tree).map(JsonText::value).toList();
    }

    private static Condition condition(JsonNode tree) {
        return tree.isArray()
                ? new Condition(JsonText.elements(tree).map(SpecReader::tests).toList())
                : new Condition(List.of(tests(tree)));
    }

    private static SortedMap<String, Condition.Test> tests(JsonNode tree) {
        SortedMap<String, Condition.Test> tests = new TreeMap<>();
        tree.properties().forEach(entry -> tests.put(entry.getKey(), test(entry.getValue())));
        return tests;
    }

    private static Condition.Test test(JsonNode tree) {
        if (!tree.isObject()) {
            return new Condition.Test.OneOf(oneOrMore(tree));
        }
        return tree.has("absent")
                ? new Condition.Test.Absent()
                : new Condition.Test.Bounds(
                        number(tree, "at_least"),
                        number(tree, "at_most"),
                        tree.has("not") ? oneOrMore(tree.get("not")) : List.of());
    }

    private static List<Object> oneOrMore(JsonNode tree) {
        return tree.isArray() ? values(tree) : List.of(JsonText.value(tree));
    }

    private static Fidelity fidelity(JsonNode tree) {
        int reduction = integer(tree, "reduction");
        return new Fidelity(
                integer(tree, "min_epochs"),
                integer(tree, "max_epochs"),
                reduction,
                tree.has("spacing") ? integer(tree, "spacing") : reduction);
    }

    private static SearchSettings search(JsonNode tree, SortedMap<String, Prior> priors) {
        List<String> warmStart = tree.has("warm_start")
                ? JsonText.elements(tree.get("warm_start"))
                        .map(JsonNode::textValue)
                        .toList()
                : List.of();
        return new SearchSettings(text(tree, "algorithm"), JsonText.longValue(member(tree, "seed")), warmStart, priors);
    }

    private static SortedMap<String, Prior> priors(JsonNode parameters, SearchSpace space) {
        SortedMap<String, Prior> priors = new TreeMap<>();
        for (Parameter parameter : space.parameters()) {
            JsonNode keys = member(parameters, parameter.name());
            if (keys.has("prior")) {
                priors.put(parameter.name(), prior(parameter, keys.get("prior")));
            }
        }
        return priors;
    }

    private static Prior prior(Parameter parameter, JsonNode tree) {
        if (tree.has("weights")) {
            return new Prior.Weights(JsonText.elements(tree.get("weights"))
                    .map(JsonText::doubleValue)
                    .toList());
        }
        return new Prior.Around(
                value(parameter, member(tree, "around")),
                Prior.Confidence.valueOf(text(tree, "confidence").toUpperCase(Locale.ROOT)));
    }

    private static Budget budget(JsonNode tree) {
        return new Budget(
                tree.has("trials") ? OptionalInt.of(integer(tree, "trials")) : OptionalInt.empty(),
                tree.has("epochs") ? OptionalLong.of(JsonText.longValue(member(tree, "epochs"))) : OptionalLong.empty(),
                number(tree, "device_hours"),
                tree.has("wall_clock") ? Optional.of(duration(tree, "wall_clock")) : Optional.empty(),
                number(tree, "target"),
                tree.has("patience") ? Optional.of(patience(member(tree, "patience"))) : Optional.empty());
    }

    private static Patience patience(JsonNode tree) {
        return new Patience(
                tree.has("trials") ? OptionalInt.of(integer(tree, "trials")) : OptionalInt.empty(),
                tree.has("epochs") ? OptionalLong.of(JsonText.longValue(member(tree, "epochs"))) : OptionalLong.empty(),
                member(tree, "min_delta").isTextual() ? OptionalDouble.empty() : number(tree, "min_delta"));
    }

    private static ClusterSettings cluster(JsonNode tree) {
        return new ClusterSettings(
                integer(tree, "slots"),
                integer(tree, "gpus_per_trial"),
                integer(tree, "cpus_per_trial"),
                text(tree, "memory_per_trial"),
                tree.has("checkpoints") ? Optional.of(text(tree, "checkpoints")) : Optional.empty(),
                duration(tree, "checkpoint_every"),
                duration(tree, "silence"));
    }

    private static JsonNode member(JsonNode tree, String key) {
        JsonNode member = tree.get(key);
        if (member == null) {
            throw new IllegalArgumentException("Not a stored specification: " + key + " is missing");
        }
        return member;
    }

    private static String text(JsonNode tree, String key) {
        JsonNode member = member(tree, key);
        if (!member.isTextual()) {
            throw new IllegalArgumentException("Not a stored specification: " + key + " (" + member + ") is not text");
        }
        return member.textValue();
    }

    private static int integer(JsonNode tree, String key) {
        return Math.toIntExact(JsonText.longValue(member(tree, key)));
    }

    private static OptionalDouble number(JsonNode tree, String key) {
        return tree.has(key) ? OptionalDouble.of(JsonText.doubleValue(member(tree, key))) : OptionalDouble.empty();
    }

    private static Duration duration(JsonNode tree, String key) {
        String text = text(tree, key);
        return DurationText.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(key + " (" + text + ") is not a duration"));
    }
}
