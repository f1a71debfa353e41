package dev.sextant.common.studyfile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.space.CategoricalParameter;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.OrdinalParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.spec.DurationText;
import dev.sextant.common.spec.JsonText;
import dev.sextant.common.trainer.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The type of a key's value: reads values from a file, and describes itself to people and editors. */
sealed interface ValueType
        permits ScalarType,
                ValueType.TextList,
                ValueType.WholeMap,
                ValueType.Sets,
                ValueType.Anything,
                ValueType.Table,
                ValueType.ListOf,
                ValueType.Named,
                ValueType.Alternatives {

    /** Returns what a value must be, as the end of a sentence that starts with "must be". */
    String expected();

    /**
     * Reads a value; empty when it is invalid, which is reported. Composite types return the {@link YamlNode} itself,
     * after a check of its kind.
     */
    Optional<Object> read(YamlNode node, Consumer<String> problem);

    /** Returns the JSON Schema of a value. */
    ObjectNode schema();

    /** Returns the type of a trainer's setting. */
    static ValueType of(Setting setting) {
        double low = setting.low().orElse(Double.NEGATIVE_INFINITY);
        double high = setting.high().orElse(Double.POSITIVE_INFINITY);
        return switch (setting.type()) {
            case NUMBER -> new ScalarType.Decimal(low, high);
            case INTEGER -> new ScalarType.Whole((long) low, (long) high);
            case BOOLEAN -> new ScalarType.OneOf(List.of(true, false));
            case TEXT -> new ScalarType.Text();
            case PATH, SEARCHED_PATH -> new ScalarType.PathText();
            case CHOICE -> new ScalarType.OneOf(setting.choices());
            case TEXT_LIST -> new TextList();
            case INTEGER_MAP -> new WholeMap();
            case SETS -> new Sets(setting.members());
        };
    }

    /** Returns the type of a parameter's values. */
    static ScalarType of(Parameter parameter) {
        if (parameter instanceof ContinuousParameter continuous) {
            return new ScalarType.Decimal(continuous.low(), continuous.high());
        }
        if (parameter instanceof IntegerParameter integer) {
            return integer.scale() == Scale.POWER_OF_TWO
                    ? new ScalarType.PowerOfTwo(integer.low(), integer.high())
                    : new ScalarType.Whole(integer.low(), integer.high());
        }
        if (parameter instanceof OrdinalParameter ordinal) {
            return new ScalarType.OneOf(ordinal.values());
        }
        return new ScalarType.OneOf(((CategoricalParameter) parameter).values());
    }

    /** A list of texts, read as List of String. */
    record TextList() implements ValueType {
        @Override
        public String expected() {
            return "a list of words";
        }

        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            if (node instanceof YamlNode.Sequence list
                    && list.elements().stream().allMatch(YamlNode.Scalar.class::isInstance)) {
                return Optional.of(list.elements().stream()
                        .map(element -> ((YamlNode.Scalar) element).text())
                        .toList());
            }
            problem.accept(mismatch(node));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "array");
            schema.putObject("items")
                    .putArray("type")
                    .add("string")
                    .add("number")
                    .add("boolean");
            return schema;
        }
    }

    /** A mapping of words to whole numbers, read as Map of String to Long. */
    record WholeMap() implements ValueType {
        @Override
        public String expected() {
            return "a mapping of words to whole numbers";
        }

        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            SortedMap<String, Object> values = new TreeMap<>();
            if (node instanceof YamlNode.Mapping mapping) {
                ScalarType whole = new ScalarType.Whole(Long.MIN_VALUE, Long.MAX_VALUE);
                mapping.entries().forEach((key, entry) -> whole.read(
                                entry.value(), message -> problem.accept(key + " " + message))
                        .ifPresent(value -> values.put(key, value)));
                return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
            }
            problem.accept(mismatch(node));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "object");
            schema.putObject("additionalProperties").put("type", "integer");
            return schema;
        }
    }

    /** A mapping of names to sets of values of settings, read as Map of String to Map of String to value. */
    record Sets(List<Setting> members) implements ValueType {
        public Sets {
            members = List.copyOf(members);
        }

        private List<String> names() {
            return members.stream().map(Setting::name).toList();
        }

        @Override
        public String expected() {
            return "a mapping of names to mappings with the keys " + String.join(", ", names());
        }

        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            if (!(node instanceof YamlNode.Mapping sets)) {
                problem.accept(mismatch(node));
                return Optional.empty();
            }
            SortedMap<String, Object> values = new TreeMap<>();
            sets.entries().forEach((name, entry) -> set(name, entry.value(), problem)
                    .ifPresent(set -> values.put(name, set)));
            return values.size() == sets.entries().size() ? Optional.of(values) : Optional.empty();
        }

        private Optional<SortedMap<String, Object>> set(String name, YamlNode node, Consumer<String> problem) {
            if (!(node instanceof YamlNode.Mapping set)) {
                problem.accept(
                        name + " (" + node.shown() + ") must be a mapping with the keys " + String.join(", ", names()));
                return Optional.empty();
            }
            SortedMap<String, Object> values = new TreeMap<>();
            set.entries().forEach((key, entry) -> members.stream()
                    .filter(member -> member.name().equals(key))
                    .findFirst()
                    .ifPresentOrElse(
                            member -> ValueType.of(member)
                                    .read(entry.value(), message -> problem.accept(name + "." + key + " " + message))
                                    .ifPresent(value -> values.put(key, value)),
                            () -> problem.accept(name + "." + key + " is unknown" + Suggestion.ending(key, names()))));
            return values.size() == set.entries().size() ? Optional.of(values) : Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode set = JsonText.object().put("type", "object");
            ObjectNode properties = set.putObject("properties");
            members.forEach(member ->
                    properties.set(member.name(), ValueType.of(member).schema().put("description", member.doc())));
            set.put("additionalProperties", false);
            ObjectNode schema = JsonText.object().put("type", "object");
            schema.set("additionalProperties", set);
            return schema;
        }
    }

    /** Any value, list or mapping: for settings that the trainer passes on without declaring them. */
    record Anything() implements ValueType {
        @Override
        public String expected() {
            return "a value";
        }

        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            if (node instanceof YamlNode.Sequence list) {
                List<Object> values = list.elements().stream()
                        .flatMap(element -> read(element, problem).stream())
                        .toList();
                return values.size() == list.elements().size() ? Optional.of(values) : Optional.empty();
            }
            if (node instanceof YamlNode.Mapping mapping) {
                SortedMap<String, Object> values = new TreeMap<>();
                mapping.entries().forEach((key, entry) -> read(entry.value(), problem)
                        .ifPresent(value -> values.put(key, value)));
                return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
            }
            return new ScalarType.Any().read(node, problem);
        }

        @Override
        public ObjectNode schema() {
            return JsonText.object();
        }
    }

    /** A mapping with fixed keys. */
    record Table(List<Key> keys) implements ValueType {
        public Table {
            keys = List.copyOf(keys);
        }

        List<String> names() {
            return keys.stream().map(Key::name).toList();
        }

        @Override
        public String expected() {
            return "a mapping with the keys " + String.join(", ", names());
        }

        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            if (node instanceof YamlNode.Mapping) {
                return Optional.of(node);
            }
            problem.accept(mismatch(node));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = JsonText.array();
            for (Key key : keys) {
                ObjectNode property = key.valueType().schema();
                property.put("description", key.doc());
                key.defaultValue().ifPresent(value -> property.set("default", JsonText.tree(plain(value))));
                properties.set(key.name(), property);
                if (key.required()) {
                    required.add(key.name());
                }
            }
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
            return schema.put("additionalProperties", false);
        }

        private static Object plain(Object value) {
            return value instanceof Duration duration ? DurationText.of(duration) : value;
        }
    }

    /** A list of values of one type. */
    record ListOf(ValueType element, boolean mayBeEmpty) implements ValueType {
        @Override
        public String expected() {
            return mayBeEmpty ? "a list" : "a list of at least one value";
        }

        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            if (node instanceof YamlNode.Sequence list
                    && (mayBeEmpty || !list.elements().isEmpty())) {
                return Optional.of(node);
            }
            problem.accept(node instanceof YamlNode.Sequence ? "is empty; give at least one value" : mismatch(node));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "array");
            schema.set("items", element.schema());
            return mayBeEmpty ? schema : schema.put("minItems", 1).put("uniqueItems", true);
        }
    }

    /** A mapping with free keys, such as the names of parameters; {@link StudyFileSchema} defines its schema. */
    record Named(String definition, String expected) implements ValueType {
        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            if (node instanceof YamlNode.Mapping) {
                return Optional.of(node);
            }
            problem.accept(mismatch(node));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            return JsonText.object().put("$ref", "#/$defs/" + definition);
        }
    }

    /** A mapping, or a list of such mappings. */
    record Alternatives(Named one) implements ValueType {
        @Override
        public String expected() {
            return one.expected() + ", or a list of such mappings";
        }

        @Override
        public Optional<Object> read(YamlNode node, Consumer<String> problem) {
            List<YamlNode> nodes = node instanceof YamlNode.Sequence list ? list.elements() : List.of(node);
            if (!nodes.isEmpty() && nodes.stream().allMatch(YamlNode.Mapping.class::isInstance)) {
                return Optional.of(node);
            }
            problem.accept(nodes.isEmpty() ? "is empty; give at least one mapping, or remove it" : mismatch(node));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object();
            ArrayNode kinds = schema.putArray("anyOf");
            kinds.add(one.schema());
            ObjectNode list = kinds.addObject().put("type", "array").put("minItems", 1);
            list.set("items", one.schema());
            return schema;
        }
    }

    /** Returns the message about a value that is not of this type. */
    default String mismatch(YamlNode node) {
        return "(" + node.shown() + ") must be " + expected();
    }
}
