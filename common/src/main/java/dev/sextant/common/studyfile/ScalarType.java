package dev.sextant.common.studyfile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.spec.DurationText;
import dev.sextant.common.spec.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The type of a single value. */
sealed interface ScalarType extends ValueType {
    /** Returns the value converted to this type; empty when it does not fit. */
    Optional<Object> take(YamlNode.Scalar scalar);

    /** Returns an addition to the message about a value that does not fit: a remedy, or empty text. */
    default String remedy(YamlNode.Scalar scalar) {
        return "";
    }

    @Override
    default Optional<Object> read(YamlNode node, Consumer<String> problem) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            problem.accept(mismatch(node));
            return Optional.empty();
        }
        Optional<Object> value = scalar.value().isEmpty() ? Optional.empty() : take(scalar);
        if (value.isEmpty()) {
            problem.accept(mismatch(node) + remedy(scalar));
        }
        return value;
    }

    /** A number. A number in quotes is text. */
    sealed interface Numeric extends ScalarType {
        Pattern NUMBER = Pattern.compile("[-+]?(\\.\\d+|\\d+(\\.\\d*)?)([eE][-+]?\\d+)?");

        @Override
        default String remedy(YamlNode.Scalar scalar) {
            boolean quoted = scalar.value().filter(String.class::isInstance).isPresent()
                    && NUMBER.matcher(scalar.text()).matches();
            return quoted ? "; a number in quotes is text: remove the quotes" : "";
        }
    }

    /** A single value of any type: Double, Long, Boolean or String. */
    record Any() implements ScalarType {
        @Override
        public String expected() {
            return "a single value";
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return scalar.value();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object();
            schema.putArray("type").add("string").add("number").add("boolean");
            return schema;
        }
    }

    /** A text. A number or a boolean is read as it is written. */
    record Text() implements ScalarType {
        @Override
        public String expected() {
            return "text";
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return Optional.of(scalar.text());
        }

        @Override
        public ObjectNode schema() {
            return new Any().schema();
        }
    }

    /** A path; {@link StudyFileReader} makes a relative one absolute. */
    record PathText() implements ScalarType {
        @Override
        public String expected() {
            return "a path";
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return scalar.text().isBlank() ? Optional.empty() : Optional.of(scalar.text());
        }

        @Override
        public ObjectNode schema() {
            return JsonText.object().put("type", "string").put("minLength", 1);
        }
    }

    /** A text that matches a pattern. */
    record Shaped(String pattern, String expected) implements ScalarType {
        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return Pattern.matches(pattern, scalar.text()) ? Optional.of(scalar.text()) : Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("pattern", pattern);
            // The pattern applies to texts only; a name such as 7 is read as a number.
            schema.putArray("type").add("string").add("integer");
            return schema;
        }
    }

    /** A whole number, read as Long. */
    record Whole(long low, long high) implements Numeric {
        @Override
        public String expected() {
            if (low == Long.MIN_VALUE && high == Long.MAX_VALUE) {
                return "a whole number";
            }
            if (high == Long.MAX_VALUE || high == Integer.MAX_VALUE) {
                return "a whole number of at least " + low;
            }
            return low == Long.MIN_VALUE
                    ? "a whole number of at most " + high
                    : "a whole number in [" + low + ", " + high + "]";
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            Object value = scalar.value().orElseThrow();
            if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) <= 1L << 53) {
                value = number.longValue();
            }
            return value instanceof Long number && number >= low && number <= high
                    ? Optional.of(number)
                    : Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "integer");
            if (low != Long.MIN_VALUE) {
                schema.put("minimum", low);
            }
            return high == Long.MAX_VALUE ? schema : schema.put("maximum", high);
        }
    }

    /** A power of two, read as Long. */
    record PowerOfTwo(long low, long high) implements Numeric {
        @Override
        public String expected() {
            return "a power of two in [" + low + ", " + high + "]";
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return new Whole(low, high).take(scalar).filter(value -> IntegerParameter.isPowerOfTwo((Long) value));
        }

        @Override
        public ObjectNode schema() {
            return new Whole(low, high).schema();
        }
    }

    /** A number, read as Double. */
    record Decimal(double low, double high) implements Numeric {
        static final Decimal ANY = new Decimal(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        @Override
        public String expected() {
            return NumberText.range("a number", low, high);
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return scalar.value().orElseThrow() instanceof Number number
                            && number.doubleValue() >= low
                            && number.doubleValue() <= high
                    ? Optional.of(number.doubleValue())
                    : Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object().put("type", "number");
            if (Double.isFinite(low) && low > -Double.MAX_VALUE) {
                schema.put("minimum", low);
            }
            if (Double.isFinite(high) && high < Double.MAX_VALUE) {
                schema.put("maximum", high);
            }
            return schema;
        }
    }

    /** A number of at least {@code low}, read as Double, or a word. */
    record NumberOr(double low, String word) implements Numeric {
        @Override
        public String expected() {
            return "a number of at least " + NumberText.text(low) + ", or " + word;
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return scalar.text().equals(word) ? Optional.of(word) : new Decimal(low, Double.MAX_VALUE).take(scalar);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object();
            ArrayNode kinds = schema.putArray("anyOf");
            kinds.addObject().put("type", "number").put("minimum", low);
            kinds.addObject().putArray("enum").add(word);
            return schema;
        }
    }

    /** A number above 0, read as Double. */
    record Positive() implements Numeric {
        @Override
        public String expected() {
            return "a number above 0";
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return Decimal.ANY.take(scalar).filter(value -> (Double) value > 0);
        }

        @Override
        public ObjectNode schema() {
            return JsonText.object().put("type", "number").put("exclusiveMinimum", 0);
        }
    }

    /** A duration above 0, read as Duration. */
    record Time() implements ScalarType {
        @Override
        public String expected() {
            return "a duration above 0, such as 90s, 30m, 2h or 1h30m";
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            return DurationText.parse(scalar.text())
                    .filter(duration -> duration.compareTo(Duration.ZERO) > 0)
                    .map(Object.class::cast);
        }

        @Override
        public ObjectNode schema() {
            return JsonText.object().put("type", "string").put("pattern", DurationText.PATTERN);
        }
    }

    /** One of a fixed set of values. Numbers are compared by value; a text may look like a number. */
    record OneOf(List<Object> choices) implements ScalarType {
        public OneOf {
            choices = List.copyOf(choices);
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", spelled());
        }

        private List<String> spelled() {
            return choices.stream().map(OneOf::spelled).toList();
        }

        private static String spelled(Object choice) {
            return choice instanceof Double number ? NumberText.text(number) : choice.toString();
        }

        @Override
        public Optional<Object> take(YamlNode.Scalar scalar) {
            Object value = scalar.value().orElseThrow();
            return choices.stream()
                    .filter(choice -> Objects.equals(choice, value))
                    .findFirst()
                    .or(() -> choices.stream()
                            .filter(choice -> sameNumber(choice, value) || choice.equals(scalar.text()))
                            .findFirst());
        }

        private static boolean sameNumber(Object choice, Object value) {
            return choice instanceof Number one
                    && value instanceof Number other
                    && Double.compare(one.doubleValue(), other.doubleValue()) == 0;
        }

        @Override
        public String remedy(YamlNode.Scalar scalar) {
            return Suggestion.nearest(scalar.text(), spelled())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonText.object();
            ArrayNode words = schema.putArray("enum");
            choices.forEach(choice -> words.add(JsonText.tree(choice)));
            return schema;
        }
    }
}
