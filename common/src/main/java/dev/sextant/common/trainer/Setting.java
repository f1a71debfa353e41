package dev.sextant.common.trainer;

import dev.sextant.common.space.Condition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One setting that a trainer declares: its name, the values it takes, its default and its description. The study file's
 * checks, its JSON schema and its reference page are made from these.
 *
 * <p>A declaration names the setting, then says what values it takes, and ends with the description:
 *
 * <pre>{@code
 * List<Setting> settings = List.of(
 *         Setting.path("data").required().describedAs("the folder with the images"),
 *         Setting.number("dropout").between(0, 0.9).byDefault(0.2).describedAs("share of units to drop in training"),
 *         Setting.integer("layers").between(0, 8).byDefault(1).describedAs("number of hidden layers"),
 *         Setting.choice("optimizer").oneOf("sgd", "adam").byDefault("adam").describedAs("the optimizer"),
 *         Setting.number("momentum")
 *                 .between(0, 1)
 *                 .byDefault(0.9)
 *                 .mattersWhen(Condition.is("optimizer", "sgd"))
 *                 .describedAs("the momentum of sgd"));
 * }</pre>
 *
 * <p>A setting with neither a default nor {@code required()} may be left out; {@link Settings#has} tells. Each
 * declaration is checked at once: a range that is empty, a default outside the range or a blank description throws
 * {@link IllegalArgumentException}.
 *
 * <p>Immutable; safe for use by many threads.
 */
public final class Setting {
    private final String name;
    private final Type type;
    private final Optional<Object> defaultValue;
    private final boolean required;
    private final boolean takesNames;
    private final OptionalDouble low;
    private final OptionalDouble high;
    private final List<Object> choices;
    private final List<Setting> members;
    private final List<Condition> mattersWhen;
    private final boolean takesNone;
    private final String doc;

    /** Java type of a setting's values, and whether a study can search it. */
    public enum Type {
        /** A {@link Double}. A whole number in the study file is accepted too. */
        NUMBER,
        /** A {@link Long}. */
        INTEGER,
        /** A {@link Boolean}. */
        BOOLEAN,
        /** A {@link String}. */
        TEXT,
        /**
         * A {@link String} with a Hadoop path. A relative path in the study file starts in that file's folder. Cannot
         * be searched.
         */
        PATH,
        /** Like {@link #PATH}, but can be searched, for example to choose among pretrained networks. */
        SEARCHED_PATH,
        /** One of {@link Setting#choices}. */
        CHOICE,
        /** A {@link List} of {@link String}. Cannot be searched. */
        TEXT_LIST,
        /** A {@link java.util.Map} of {@link String} to {@link Long}, such as epochs by phase. Cannot be searched. */
        INTEGER_MAP,
        /**
         * A {@link java.util.Map} of {@link String} to a Map with values of the settings {@link Setting#members}: sets
         * of values with names that the study chooses. Cannot be searched.
         */
        SETS
    }

    Setting(SettingBuilder<?> builder, String doc) {
        this.name = builder.name;
        this.type = builder.type;
        this.defaultValue = builder.defaultValue;
        this.required = builder.required;
        this.takesNames = builder.takesNames;
        this.low = builder.low;
        this.high = builder.high;
        this.choices = List.copyOf(builder.choices);
        this.members = List.copyOf(builder.members);
        this.mattersWhen = List.copyOf(builder.mattersWhen);
        this.takesNone = builder.takesNone;
        this.doc = doc;
    }

    /** Starts the declaration of a real number; without a range every finite number is allowed. */
    public static SettingBuilder.OfNumber number(String name) {
        return new SettingBuilder.OfNumber(name);
    }

    /** Starts the declaration of a whole number; without a range every number of 64 bits is allowed. */
    public static SettingBuilder.OfInteger integer(String name) {
        return new SettingBuilder.OfInteger(name);
    }

    /** Starts the declaration of a setting that is true or false. */
    public static SettingBuilder.OfFlag flag(String name) {
        return new SettingBuilder.OfFlag(name);
    }

    /** Starts the declaration of a choice; its values must follow with {@code oneOf}. */
    public static SettingBuilder.OfChoice choice(String name) {
        return new SettingBuilder.OfChoice(name);
    }

    /** Starts the declaration of a text. */
    public static SettingBuilder.OfText text(String name) {
        return new SettingBuilder.OfText(name);
    }

    /** Starts the declaration of a Hadoop path, which cannot be searched unless it says {@code searchable}. */
    public static SettingBuilder.OfPath path(String name) {
        return new SettingBuilder.OfPath(name);
    }

    /** Starts the declaration of a list of texts. */
    public static SettingBuilder.OfTextList textList(String name) {
        return new SettingBuilder.OfTextList(name);
    }

    /** Starts the declaration of a map from words to whole numbers. */
    public static SettingBuilder.OfIntegerMap integerMap(String name) {
        return new SettingBuilder.OfIntegerMap(name);
    }

    /** Starts the declaration of named sets of values of other settings, which must follow with {@code of}. */
    public static SettingBuilder.OfSets sets(String name) {
        return new SettingBuilder.OfSets(name);
    }

    /** Returns the name in the study file, such as {@code learning_rate}. */
    public String name() {
        return name;
    }

    /** Returns what values the setting takes. */
    public Type type() {
        return type;
    }

    /** Returns the value for studies that give none, of the Java type that {@link #type} says. */
    public Optional<Object> defaultValue() {
        return defaultValue;
    }

    /** Returns whether every study must fix or search the setting. */
    public boolean required() {
        return required;
    }

    /** Returns the smallest allowed number, inclusive; empty when there is none. */
    public OptionalDouble low() {
        return low;
    }

    /** Returns the largest allowed number, inclusive; empty when there is none. */
    public OptionalDouble high() {
        return high;
    }

    /** Returns the allowed values of a {@link Type#CHOICE}: Double, Long, Boolean or String; empty for other types. */
    public List<Object> choices() {
        return choices;
    }

    /** Returns the settings of which {@link Type#SETS} have values; empty for other types. */
    public List<Setting> members() {
        return members;
    }

    /**
     * Returns the conditions on other settings under which the value has an effect on training. All must hold; an empty
     * list means always.
     */
    public List<Condition> mattersWhen() {
        return mattersWhen;
    }

    /** Returns whether a path can be left out by the word {@code none}. */
    public boolean takesNone() {
        return takesNone;
    }

    /** Returns the description: one line, a noun phrase, with units. */
    public String doc() {
        return doc;
    }

    /** Returns whether the values are paths. */
    public boolean isPath() {
        return type == Type.PATH || type == Type.SEARCHED_PATH;
    }

    /** Returns whether a path without a slash can be a name that the trainer looks up. */
    public boolean takesNames() {
        return takesNames;
    }

    /** Returns whether the setting can be searched, that is, listed under {@code parameters} in a study file. */
    public boolean isSearchable() {
        return switch (type) {
            case PATH, TEXT_LIST, INTEGER_MAP, SETS -> false;
            case NUMBER, INTEGER, BOOLEAN, TEXT, SEARCHED_PATH, CHOICE -> true;
        };
    }

    @Override
    public String toString() {
        return "Setting " + name + " (" + type + "): " + doc;
    }
}
