package dev.sextant.common.trainer;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * When the settings of a trainer have an effect in a study, as {@link Setting#mattersWhen} declares: what is fixed is
 * known, and what depends on searched parameters remains a condition on them. Immutable.
 */
public final class Effects {
    private static final String NONE = "none";

    private final Map<String, Setting> declared = new LinkedHashMap<>();
    private final Map<String, Object> fixed;
    private final Map<String, Parameter> searched = new LinkedHashMap<>();

    /**
     * Creates the effects of a study.
     *
     * @param declared settings of the trainer
     * @param fixed values of the fixed settings; defaults may be left out
     * @param searched the searched parameters
     */
    public Effects(List<Setting> declared, Map<String, Object> fixed, List<Parameter> searched) {
        declared.forEach(setting -> this.declared.put(setting.name(), setting));
        this.fixed = Map.copyOf(fixed);
        searched.forEach(parameter -> this.searched.put(parameter.name(), parameter));
    }

    /**
     * Returns the condition on the searched parameters under which a setting matters: {@link Condition#ALWAYS}, {@link
     * Condition#NEVER}, or one with tests of other parameters.
     *
     * <p>A setting that depends on another one which depends on it, as augmentation and a number of augmented views do,
     * matters when it does for some value of the other one.
     */
    public Condition mattersWhen(String setting) {
        return matters(setting, Set.of());
    }

    /**
     * Returns why a setting never matters, and what to change, such as {@code optimizer is adamw; set optimizer: sgd, or
     * remove it}.
     */
    public String missing(String setting) {
        return new MissingEffect(this, failures(setting, Set.of())).text();
    }

    /**
     * A test that fails.
     *
     * @param setting name of the tested setting
     */
    record Failure(String setting, Condition.Test test) {}

    /** Returns, for a setting that never matters, the failing tests of each alternative that would make it matter. */
    private List<List<Failure>> failures(String name, Set<String> asked) {
        Set<String> path = with(name, asked);
        return conditions(name).stream()
                .filter(condition -> reduced(condition, path).isNever())
                .findFirst()
                .map(condition -> condition.alternatives().stream()
                        .map(tests -> tests.entrySet().stream()
                                .filter(test -> reduced(test.getKey(), test.getValue(), path)
                                        .isNever())
                                .flatMap(test -> failures(test.getKey(), test.getValue(), path).stream())
                                .distinct()
                                .toList())
                        .distinct()
                        .toList())
                .orElse(List.of());
    }

    /** Returns the test itself, or why the setting that it tests does not matter. */
    private List<Failure> failures(String name, Condition.Test test, Set<String> path) {
        boolean canHold = searched.containsKey(name)
                ? !whileActive(searched.get(name), test).isNever()
                : test.holds(value(name));
        List<List<Failure>> deeper = canHold ? failures(name, path) : List.of();
        return deeper.isEmpty() ? List.of(new Failure(name, test)) : deeper.get(0);
    }

    /** Returns the fixed value or the default, as conditions see it. */
    Optional<Object> value(String name) {
        Optional<Object> given = Optional.ofNullable(fixed.get(name));
        return given.isPresent() ? given.map(value -> seen(name, value)) : valueWhenInactive(name);
    }

    private Optional<Object> valueWhenInactive(String name) {
        Setting setting = declared.get(name);
        if (setting == null) {
            return Optional.empty();
        }
        return setting.takesNone() ? Optional.of(NONE) : setting.defaultValue();
    }

    /** Returns a value as conditions see it: a path that stands for no path as {@code none}. */
    private Object seen(String name, Object value) {
        Setting setting = declared.get(name);
        boolean isNone =
                setting != null && setting.takesNone() && value.toString().endsWith("/" + NONE);
        return isNone ? NONE : value;
    }

    Optional<Setting> setting(String name) {
        return Optional.ofNullable(declared.get(name));
    }

    Optional<Parameter> parameter(String name) {
        return Optional.ofNullable(searched.get(name));
    }

    private List<Condition> conditions(String name) {
        return setting(name).map(Setting::mattersWhen).orElse(List.of());
    }

    /** @param asked settings whose effect is being asked for: tests of them are taken to hold */
    private Condition matters(String name, Set<String> asked) {
        Set<String> path = with(name, asked);
        return conditions(name).stream()
                .map(condition -> reduced(condition, path))
                .reduce(Condition.ALWAYS, Condition::and);
    }

    private Condition reduced(Condition condition, Set<String> asked) {
        return condition.alternatives().stream()
                .map(tests -> tests.entrySet().stream()
                        .map(test -> reduced(test.getKey(), test.getValue(), asked))
                        .reduce(Condition.ALWAYS, Condition::and))
                .reduce(Condition.NEVER, Condition::or);
    }

    private Condition reduced(String name, Condition.Test test, Set<String> asked) {
        if (asked.contains(name)) {
            return Condition.ALWAYS;
        }
        Parameter parameter = searched.get(name);
        if (parameter == null) {
            return !test.holds(value(name))
                    ? Condition.NEVER
                    : test instanceof Condition.Test.Absent ? Condition.ALWAYS : matters(name, asked);
        }
        Condition matters = matters(name, asked);
        Condition active = parameter.when().orElse(Condition.ALWAYS).and(matters);
        if (test instanceof Condition.Test.Absent) {
            return valueWhenInactive(name).isPresent() || active.isAlways() ? Condition.NEVER : inactive(name, active);
        }
        Condition whileActive = whileActive(parameter, test);
        boolean alwaysWhileActive = whileActive.isAlways();
        if (alwaysWhileActive || active.isNever()) {
            whileActive = active;
        }
        if (parameter.when().isEmpty() || !test.holds(valueWhenInactive(name))) {
            return whileActive;
        }
        return alwaysWhileActive
                ? matters
                : whileActive.or(inactive(name, active).and(matters));
    }

    private static Condition inactive(String name, Condition active) {
        return active.isNever() ? Condition.ALWAYS : Condition.absent(name);
    }

    /** Returns the condition on an active parameter under which a test of its setting holds. */
    private Condition whileActive(Parameter parameter, Condition.Test test) {
        if (!parameter.listed().isEmpty()) {
            List<Object> holding = parameter.listed().stream()
                    .filter(value -> test.holds(Optional.of(seen(parameter.name(), value))))
                    .toList();
            return holding.isEmpty()
                    ? Condition.NEVER
                    : holding.size() == parameter.listed().size()
                            ? Condition.ALWAYS
                            : Condition.is(parameter.name(), holding.toArray());
        }
        return parameter instanceof ContinuousParameter range
                ? within(parameter, test, range.low(), range.high())
                : within(parameter, test, (double) ((IntegerParameter) parameter).low(), (double)
                        ((IntegerParameter) parameter).high());
    }

    private static Condition within(Parameter parameter, Condition.Test test, double low, double high) {
        Condition.Test range = new Condition.Test.Bounds(OptionalDouble.of(low), OptionalDouble.of(high), List.of());
        if (test instanceof Condition.Test.OneOf) {
            return test.and(range)
                    .map(some -> Condition.on(parameter.name(), some))
                    .orElse(Condition.NEVER);
        }
        if (!(test instanceof Condition.Test.Bounds bounds) || bounds.and(range).isEmpty()) {
            return Condition.NEVER;
        }
        List<Object> excluded = bounds.not().stream()
                .filter(value -> range.holds(Optional.of(value)))
                .toList();
        boolean cutsLow = bounds.atLeast().orElse(low) > low;
        boolean cutsHigh = bounds.atMost().orElse(high) < high;
        if (!cutsLow && !cutsHigh && excluded.isEmpty()) {
            return Condition.ALWAYS;
        }
        return Condition.on(
                parameter.name(),
                new Condition.Test.Bounds(
                        cutsLow ? bounds.atLeast() : OptionalDouble.empty(),
                        cutsHigh ? bounds.atMost() : OptionalDouble.empty(),
                        excluded));
    }

    private static Set<String> with(String name, Set<String> asked) {
        Set<String> all = new LinkedHashSet<>(asked);
        all.add(name);
        return all;
    }
}
