package dev.sextant.common.studyfile;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a configuration that a person gives as text, value by parameter. */
public final class GivenConfiguration {
    private GivenConfiguration() {}

    /**
     * Returns the configuration.
     *
     * @param given values as text, by parameter, written as in a study file
     * @param base has the values of parameters that are not given
     * @throws IllegalArgumentException if a value does not fit, with one line per problem: parameter, value and what is allowed
     */
    public static Configuration read(SearchSpace space, Map<String, String> given, Optional<Configuration> base) {
        List<String> problems = new ArrayList<>();
        List<String> names =
                space.parameters().stream().map(Parameter::name).sorted().toList();
        given.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name ->
                        problems.add(name + ": is not a parameter of this study" + Suggestion.ending(name, names)));
        Map<String, Object> values = new TreeMap<>();
        for (Parameter parameter : space.parentsFirst()) {
            String name = parameter.name();
            Optional<String> text = Optional.ofNullable(given.get(name));
            if (space.isActive(parameter, values)) {
                text.map(written -> value(parameter, written, problems))
                        .orElseGet(() -> usual(parameter, base, problems))
                        .ifPresent(value -> values.put(name, value));
            } else if (text.isPresent() && values.keySet().containsAll(parents(space, parameter))) {
                problems.add(name + ": (" + text.get() + ") has no effect in this configuration; leave it out");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return Configuration.of(values);
    }

    private static Set<String> parents(SearchSpace space, Parameter parameter) {
        return space.activeWhen(parameter).map(Condition::names).orElse(Set.of());
    }

    private static Optional<Object> value(Parameter parameter, String text, List<String> problems) {
        YamlNode.Scalar plain = YamlText.scalar(text);
        YamlNode.Scalar quoted = new YamlNode.Scalar(Optional.of(text), text, SourceLocation.START);
        ScalarType type = ValueType.of(parameter);
        Optional<Object> value = Stream.of(plain, quoted)
                .filter(scalar -> scalar.value().isPresent())
                .flatMap(scalar -> type.take(scalar).stream())
                .findFirst();
        if (value.isEmpty()) {
            problems.add(parameter.name() + ": " + type.mismatch(plain));
        }
        return value;
    }

    private static Optional<Object> usual(Parameter parameter, Optional<Configuration> base, List<String> problems) {
        Optional<Object> value = base.map(values -> values.values().get(parameter.name()));
        if (value.isEmpty()) {
            problems.add(parameter.name() + ": has no value; give "
                    + ValueType.of(parameter).expected());
        }
        return value;
    }
}
