package dev.sextant.common.trainer;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a setting has no effect in a study, and how to give it one. */
final class MissingEffect {
    private final Effects effects;
    /** The failing tests of each alternative. */
    private final List<List<Effects.Failure>> alternatives;

    MissingEffect(Effects effects, List<List<Effects.Failure>> alternatives) {
        this.effects = effects;
        // Thirteen settings can augment images: name those with a value, such as the policy, not those left out.
        List<List<Effects.Failure>> withValue = alternatives.stream()
                .filter(failures -> failures.stream().allMatch(this::hasValue))
                .toList();
        this.alternatives = withValue.isEmpty() ? alternatives : withValue;
    }

    private boolean hasValue(Effects.Failure failure) {
        return effects.parameter(failure.setting()).isPresent()
                || effects.value(failure.setting()).isPresent();
    }

    /** Returns for example {@code optimizer is adamw; set optimizer: sgd, or remove it}. */
    String text() {
        List<String> facts = alternatives.stream()
                .flatMap(List::stream)
                .map(failure -> fact(failure.setting()))
                .distinct()
                .toList();
        List<String> remedies = remedies(false);
        return listed(facts, "and") + "; "
                + (remedies.isEmpty() ? remedies(true) : remedies)
                        .stream().map(remedy -> remedy + ", ").collect(Collectors.joining())
                + "or remove it";
    }

    private String fact(String setting) {
        Optional<Parameter> parameter = effects.parameter(setting);
        if (parameter.isPresent()) {
            return setting + " is " + range(parameter.get());
        }
        Optional<Object> value = effects.value(setting);
        if (value.isEmpty()) {
            return setting + " is not set";
        }
        boolean isPath = effects.setting(setting).filter(Setting::isPath).isPresent();
        return setting + " is " + (isPath && !isNone(value.get()) ? "set" : shown(value.get()));
    }

    private static String range(Parameter parameter) {
        if (parameter instanceof ContinuousParameter numbers) {
            return shown(numbers.low()) + " to " + shown(numbers.high());
        }
        return parameter instanceof IntegerParameter numbers
                ? numbers.low() + " to " + numbers.high()
                : listed(parameter.listed().stream().map(MissingEffect::shown).toList(), "or");
    }

    /** @param removals whether to propose to remove other settings */
    private List<String> remedies(boolean removals) {
        return alternatives.stream()
                .filter(failures -> removals || failures.stream().noneMatch(MissingEffect::isRemoval))
                .map(failures -> failures.stream().map(this::remedy).collect(Collectors.joining(" and ")))
                .distinct()
                .toList();
    }

    private static boolean isRemoval(Effects.Failure failure) {
        return failure.test() instanceof Condition.Test.Absent
                || (failure.test() instanceof Condition.Test.OneOf some
                        && some.values().stream().allMatch(MissingEffect::isNone));
    }

    private String remedy(Effects.Failure failure) {
        String setting = failure.setting();
        if (isRemoval(failure)) {
            return "remove " + setting;
        }
        if (effects.parameter(setting).isPresent()) {
            return "search " + setting + " where it " + failure.test().text(MissingEffect::shown);
        }
        if (failure.test() instanceof Condition.Test.OneOf some) {
            List<String> values =
                    some.values().stream().map(MissingEffect::shown).toList();
            return "set " + setting + (values.size() == 1 ? ": " + values.get(0) : " to " + listed(values, "or"));
        }
        Condition.Test.Bounds bounds = (Condition.Test.Bounds) failure.test();
        if (bounds.not().isEmpty()) {
            return "set " + setting + " to " + bounds.range(MissingEffect::shown);
        }
        List<String> others = new ArrayList<>(effects.setting(setting).map(Setting::choices).orElse(List.of()).stream()
                .filter(choice -> bounds.holds(Optional.of(choice)))
                .map(MissingEffect::shown)
                .toList());
        if (others.isEmpty()) {
            others.add("a value other than "
                    + bounds.not().stream().map(MissingEffect::shown).collect(Collectors.joining(" and ")));
        }
        return "set " + setting + " to " + listed(others, "or");
    }

    private static boolean isNone(Object value) {
        return value.equals("none");
    }

    static String shown(Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString(number.longValue())
                : value.toString();
    }

    private static String listed(List<String> words, String last) {
        int size = words.size();
        return size < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, size - 1)) + " " + last + " " + words.get(size - 1);
    }
}
