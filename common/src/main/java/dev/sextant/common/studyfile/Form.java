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

/** What the value of a key looks like: how it is read from a file, and how it is described to people and editors. */
sealed interface Form
        permits ScalarForm, Form.TextList, Form.WholeMap, Form.Anything, Form.Table, Form.ListOf, Form.Named {

    /** What a value must be, for the end of a sentence that starts with "must be". */
    String words();

    /** The value; empty after a problem was told. Composite forms answer the {@link Tree} itself, checked for its kind. */
    Optional<Object> read(Tree tree, Consumer<String> problem);

    /** The JSON Schema of a value. */
    ObjectNode schema();

    /** The form of a trainer's setting. */
    static Form of(Setting setting) {
        double low = setting.low().orElse(Double.NEGATIVE_INFINITY);
        double high = setting.high().orElse(Double.POSITIVE_INFINITY);
        return switch (setting.type()) {
            case NUMBER -> new ScalarForm.Decimal(low, high);
            case INTEGER -> new ScalarForm.Whole((long) low, (long) high);
            case BOOLEAN -> new ScalarForm.OneOf(List.of(true, false));
            case TEXT -> new ScalarForm.Text();
            case PATH, SEARCHED_PATH -> new ScalarForm.PathText();
            case CHOICE -> new ScalarForm.OneOf(setting.choices());
            case TEXT_LIST -> new TextList();
            case INTEGER_MAP -> new WholeMap();
        };
    }

    /** The form of a parameter's values. */
    static ScalarForm of(Parameter parameter) {
        if (parameter instanceof ContinuousParameter continuous) {
            return new ScalarForm.Decimal(continuous.low(), continuous.high());
        }
        if (parameter instanceof IntegerParameter integer) {
            return integer.scale() == Scale.POWER_OF_TWO
                    ? new ScalarForm.PowerOfTwo(integer.low(), integer.high())
                    : new ScalarForm.Whole(integer.low(), integer.high());
        }
        if (parameter instanceof OrdinalParameter ordinal) {
            return new ScalarForm.OneOf(ordinal.values());
        }
        return new ScalarForm.OneOf(((CategoricalParameter) parameter).values());
    }

    /** A list of texts, as List of String. */
    record TextList() implements Form {
        @Override
        public String words() {
            return "a list of words";
        }

        @Override
        public Optional<Object> read(Tree tree, Consumer<String> problem) {
            if (tree instanceof Tree.Sequence list
                    && list.elements().stream().allMatch(Tree.Scalar.class::isInstance)) {
                return Optional.of(list.elements().stream()
                        .map(element -> ((Tree.Scalar) element).text())
                        .toList());
            }
            problem.accept(mismatch(tree));
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

    /** Whole numbers by word, as Map of String to Long. */
    record WholeMap() implements Form {
        @Override
        public String words() {
            return "a mapping of words to whole numbers";
        }

        @Override
        public Optional<Object> read(Tree tree, Consumer<String> problem) {
            SortedMap<String, Object> values = new TreeMap<>();
            if (tree instanceof Tree.Mapping mapping) {
                ScalarForm whole = new ScalarForm.Whole(Long.MIN_VALUE, Long.MAX_VALUE);
                mapping.entries().forEach((key, entry) -> whole.read(
                                entry.value(), message -> problem.accept(key + " " + message))
                        .ifPresent(value -> values.put(key, value)));
                return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
            }
            problem.accept(mismatch(tree));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "object");
            schema.putObject("additionalProperties").put("type", "integer");
            return schema;
        }
    }

    /** Any value, list or mapping: a setting that the trainer passes on without knowing it. */
    record Anything() implements Form {
        @Override
        public String words() {
            return "a value";
        }

        @Override
        public Optional<Object> read(Tree tree, Consumer<String> problem) {
            if (tree instanceof Tree.Sequence list) {
                List<Object> values = list.elements().stream()
                        .flatMap(element -> read(element, problem).stream())
                        .toList();
                return values.size() == list.elements().size() ? Optional.of(values) : Optional.empty();
            }
            if (tree instanceof Tree.Mapping mapping) {
                SortedMap<String, Object> values = new TreeMap<>();
                mapping.entries().forEach((key, entry) -> read(entry.value(), problem)
                        .ifPresent(value -> values.put(key, value)));
                return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
            }
            return new ScalarForm.Any().read(tree, problem);
        }

        @Override
        public ObjectNode schema() {
            return JsonText.object();
        }
    }

    /** A mapping with keys of its own. */
    record Table(List<Key> keys) implements Form {
        public Table {
            keys = List.copyOf(keys);
        }

        List<String> names() {
            return keys.stream().map(Key::name).toList();
        }

        @Override
        public String words() {
            return "a mapping with the keys " + String.join(", ", names());
        }

        @Override
        public Optional<Object> read(Tree tree, Consumer<String> problem) {
            if (tree instanceof Tree.Mapping) {
                return Optional.of(tree);
            }
            problem.accept(mismatch(tree));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = JsonText.array();
            for (Key key : keys) {
                ObjectNode property = key.form().schema();
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

    /** A list of values of one form. */
    record ListOf(Form element, boolean mayBeEmpty) implements Form {
        @Override
        public String words() {
            return mayBeEmpty ? "a list" : "a list of at least one value";
        }

        @Override
        public Optional<Object> read(Tree tree, Consumer<String> problem) {
            if (tree instanceof Tree.Sequence list
                    && (mayBeEmpty || !list.elements().isEmpty())) {
                return Optional.of(tree);
            }
            problem.accept(tree instanceof Tree.Sequence ? "is empty; give at least one value" : mismatch(tree));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "array");
            schema.set("items", element.schema());
            return mayBeEmpty ? schema : schema.put("minItems", 1).put("uniqueItems", true);
        }
    }

    /** A mapping whose keys are names that the file or the trainer gives; {@link StudyFileSchema} defines it. */
    record Named(String definition, String words) implements Form {
        @Override
        public Optional<Object> read(Tree tree, Consumer<String> problem) {
            if (tree instanceof Tree.Mapping) {
                return Optional.of(tree);
            }
            problem.accept(mismatch(tree));
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            return JsonText.object().put("$ref", "#/$defs/" + definition);
        }
    }

    /** The message about a value that is not of this form. */
    default String mismatch(Tree tree) {
        return "(" + tree.shown() + ") must be " + words();
    }
}
