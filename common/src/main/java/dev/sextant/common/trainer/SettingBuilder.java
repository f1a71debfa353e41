package dev.sextant.common.trainer;

import dev.sextant.common.space.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * An unfinished declaration of a {@link Setting}: {@link #describedAs} finishes it. Every method checks its arguments
 * and throws {@link IllegalArgumentException} with the setting's name. For one thread.
 *
 * @param <B> the builder itself, for chained calls
 */
public abstract sealed class SettingBuilder<B extends SettingBuilder<B>> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    final String name;
    Setting.Type type;
    Optional<Object> defaultValue = Optional.empty();
    boolean required;
    boolean takesNames;
    OptionalDouble low = OptionalDouble.empty();
    OptionalDouble high = OptionalDouble.empty();
    List<Object> choices = List.of();
    List<Setting> members = List.of();
    boolean takesNone;
    final List<Condition> mattersWhen = new ArrayList<>();

    private SettingBuilder(String name, Setting.Type type) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A setting's name (" + name
                    + ") must start with a letter and continue with letters, digits, _ and -; rename it");
        }
        this.name = name;
        this.type = type;
    }

    /** Requires every study to fix or search the setting. Excludes a default. */
    public final B required() {
        require(defaultValue.isEmpty(), "has a default (" + defaultValue.orElse("") + ") and cannot be required too");
        checkMatters(true);
        required = true;
        return self();
    }

    /**
     * Declares that the value has an effect on training only under a condition on other settings of the trainer. Where it
     * does not hold, {@code validate} and {@code sweep} warn, the search leaves the setting out of configurations, and
     * {@link Settings} has its default. If called again, all conditions must hold.
     *
     * <p>The condition sees the values in the study file, or else the defaults. A test of a setting that does not matter
     * itself does not hold, so that a condition need not repeat those of the settings that it tests. A setting that is
     * {@link #required} always matters.
     */
    public final B mattersWhen(Condition condition) {
        require(!condition.isAlways() && !condition.isNever(), "needs a condition that depends on another setting");
        mattersWhen.add(condition);
        checkMatters(required);
        return self();
    }

    private void checkMatters(boolean isRequired) {
        require(
                !isRequired || mattersWhen.isEmpty(),
                "is required and must always matter; give it a default, or remove mattersWhen");
    }

    /**
     * Finishes the declaration.
     *
     * @param doc one line without a period: what the setting is, with units, such as {@code seconds to wait for an
     *     answer}
     */
    public Setting describedAs(String doc) {
        require(!doc.isBlank(), "needs a description; say in one line what it is, with units");
        require(doc.lines().count() == 1, "needs a description of one line; remove the line break");
        return new Setting(this, doc);
    }

    @SuppressWarnings("unchecked")
    final B self() {
        return (B) this;
    }

    final B withDefault(Object value) {
        require(!required, "is required and cannot have a default (" + value + ") too");
        require(
                defaultValue.isEmpty(),
                "has two defaults (" + defaultValue.orElse("") + " and " + value + "); keep one of them");
        defaultValue = Optional.of(value);
        checkDefault();
        return self();
    }

    final void withRange(OptionalDouble from, OptionalDouble to) {
        require(low.isEmpty() && high.isEmpty(), "has two ranges; keep one of them");
        low = from;
        high = to;
        checkDefault();
    }

    private void checkDefault() {
        if (defaultValue.isPresent() && defaultValue.get() instanceof Number number) {
            double value = number.doubleValue();
            require(
                    value >= low.orElse(Double.NEGATIVE_INFINITY) && value <= high.orElse(Double.POSITIVE_INFINITY),
                    "default (" + number + ") lies outside the range; move one of them");
        }
    }

    final void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("Setting " + name + ": " + problem);
        }
    }

    /** Declares a real number. */
    public static final class OfNumber extends SettingBuilder<OfNumber> {
        OfNumber(String name) {
            super(name, Setting.Type.NUMBER);
        }

        /**
         * Allows numbers in a range.
         *
         * @param low smallest allowed number, inclusive, finite
         * @param high largest allowed number, inclusive, finite, above {@code low}
         */
        public OfNumber between(double low, double high) {
            require(Double.isFinite(low) && Double.isFinite(high), "low and high must be finite numbers");
            require(low < high, "low (" + low + ") must be below high (" + high + ")");
            withRange(OptionalDouble.of(low), OptionalDouble.of(high));
            return this;
        }

        /** Allows numbers of at least {@code low}, which is finite. */
        public OfNumber atLeast(double low) {
            require(Double.isFinite(low), "low must be a finite number");
            withRange(OptionalDouble.of(low), OptionalDouble.empty());
            return this;
        }

        /** Sets the value for studies that give none: finite, within the range. */
        public OfNumber byDefault(double value) {
            require(Double.isFinite(value), "default (" + value + ") must be a finite number");
            return withDefault(value);
        }
    }

    /** Declares a whole number. */
    public static final class OfInteger extends SettingBuilder<OfInteger> {
        OfInteger(String name) {
            super(name, Setting.Type.INTEGER);
        }

        /**
         * Allows whole numbers in a range.
         *
         * @param low smallest allowed number, inclusive, at least -2^53
         * @param high largest allowed number, inclusive, above {@code low}, at most 2^53
         */
        public OfInteger between(long low, long high) {
            require(low < high, "low (" + low + ") must be below high (" + high + ")");
            require(isExact(low) && isExact(high), "low and high must lie within ±2^53");
            withRange(OptionalDouble.of((double) low), OptionalDouble.of((double) high));
            return this;
        }

        /** Allows whole numbers from {@code low} to 2^31 - 1, the largest that {@link Settings#integer} can return. */
        public OfInteger atLeast(int low) {
            return between(low, Integer.MAX_VALUE);
        }

        /** Sets the value for studies that give none: within the range. */
        public OfInteger byDefault(long value) {
            return withDefault(value);
        }

        private static boolean isExact(long number) {
            return Math.abs(number) <= 1L << 53;
        }
    }

    /** Declares a setting that is true or false. */
    public static final class OfFlag extends SettingBuilder<OfFlag> {
        OfFlag(String name) {
            super(name, Setting.Type.BOOLEAN);
        }

        /** Sets the value for studies that give none. */
        public OfFlag byDefault(boolean value) {
            return withDefault(value);
        }
    }

    /** Declares a choice among some values. */
    public static final class OfChoice extends SettingBuilder<OfChoice> {
        OfChoice(String name) {
            super(name, Setting.Type.CHOICE);
        }

        /** Allows these values: Double, Long, Boolean or String, each once. */
        public OfChoice oneOf(Object... values) {
            return oneOf(List.of(values));
        }

        /** Allows these values: Double, Long, Boolean or String, each once. */
        public OfChoice oneOf(Collection<?> values) {
            require(choices.isEmpty(), "has two lists of choices; keep one of them");
            require(!values.isEmpty(), "needs at least one choice");
            require(new HashSet<>(values).size() == values.size(), "lists a choice twice in " + values);
            for (Object value : values) {
                require(
                        value instanceof String
                                || value instanceof Long
                                || value instanceof Double
                                || value instanceof Boolean,
                        "choice " + value + " is of type " + value.getClass().getSimpleName()
                                + "; give a Double, Long, Boolean or String");
            }
            choices = new ArrayList<>(values);
            return this;
        }

        /** Sets the value for studies that give none: one of the choices, which must have been given before. */
        public OfChoice byDefault(Object value) {
            require(choices.contains(value), "default (" + value + ") must be one of " + choices);
            return withDefault(value);
        }

        @Override
        public Setting describedAs(String doc) {
            require(!choices.isEmpty(), "needs at least one choice; list them with oneOf");
            return super.describedAs(doc);
        }
    }

    /** Declares a text. */
    public static final class OfText extends SettingBuilder<OfText> {
        OfText(String name) {
            super(name, Setting.Type.TEXT);
        }

        /** Sets the value for studies that give none. */
        public OfText byDefault(String value) {
            return withDefault(value);
        }
    }

    /** Declares a Hadoop path. */
    public static final class OfPath extends SettingBuilder<OfPath> {
        OfPath(String name) {
            super(name, Setting.Type.PATH);
        }

        /** Allows studies to search the setting, for example to choose among pretrained networks. */
        public OfPath searchable() {
            type = Setting.Type.SEARCHED_PATH;
            return this;
        }

        /**
         * Allows names, which the trainer looks up itself. A value without a slash is a name unless the folder of the
         * study file holds a file of that name.
         */
        public OfPath orName() {
            takesNames = true;
            return this;
        }

        /**
         * Lets studies leave the path out by the word {@code none}. Since a relative path is resolved, the trainer gets a
         * path whose last name is none. To conditions the value is {@code none} then, as it is without a value.
         */
        public OfPath orNone() {
            takesNone = true;
            return this;
        }
    }

    /** Declares a list of texts. */
    public static final class OfTextList extends SettingBuilder<OfTextList> {
        OfTextList(String name) {
            super(name, Setting.Type.TEXT_LIST);
        }
    }

    /** Declares a map from words to whole numbers. */
    public static final class OfIntegerMap extends SettingBuilder<OfIntegerMap> {
        OfIntegerMap(String name) {
            super(name, Setting.Type.INTEGER_MAP);
        }
    }

    /** Declares named sets of values of other settings. */
    public static final class OfSets extends SettingBuilder<OfSets> {
        OfSets(String name) {
            super(name, Setting.Type.SETS);
        }

        /** Allows values of these settings in a set, each optional. */
        public OfSets of(List<Setting> settings) {
            require(members.isEmpty(), "has two lists of settings; keep one of them");
            require(
                    settings.stream().noneMatch(setting -> setting.isPath() || setting.type() == Setting.Type.SETS),
                    "holds a path or other sets, which a set cannot have");
            members = List.copyOf(settings);
            return this;
        }

        @Override
        public Setting describedAs(String doc) {
            require(!members.isEmpty(), "needs at least one setting; list them with of");
            return super.describedAs(doc);
        }
    }
}
