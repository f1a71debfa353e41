package dev.sextant.common.studyfile;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.trainer.Effects;
import dev.sextant.common.trainer.Setting;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out which settings have an effect in a study: warns of those that never do, and gives the search space the
 * conditions under which the others do.
 */
final class EffectsReader {
    /** Values that switch something off: without effect they mislead nobody. */
    private static final Set<Object> OFF = Set.of(false, 0L, 0.0, "none");

    private final TrainerSection trainer;
    private final Problems warnings;

    EffectsReader(TrainerSection trainer, Problems warnings) {
        this.trainer = trainer;
        this.warnings = warnings;
    }

    /**
     * Returns the space in which parameters are active only where they have an effect.
     *
     * @param space space with the conditions of the file alone
     * @param parameters the section {@code parameters}, for the locations of warnings
     */
    SearchSpace read(SearchSpace space, Map<String, YamlNode.Entry> parameters) {
        Effects effects = new Effects(trainer.factory().settings(), trainer.settings(), space.parameters());
        trainer.settings().forEach((name, value) -> {
            if (!OFF.contains(value) && effects.mattersWhen(name).isNever()) {
                warnings.add(
                        trainer.locations().get(name),
                        "trainer." + name,
                        "(" + value + ") has no effect, because " + effects.missing(name));
            }
        });
        Map<String, Condition> mattersWhen = new TreeMap<>();
        // In the trainer's order: where two settings depend on each other, the first one gets the condition.
        for (Setting setting : trainer.factory().settings()) {
            Optional<Parameter> parameter = space.find(setting.name());
            if (parameter.isPresent()) {
                Condition own = parameter.get().when().orElse(Condition.ALWAYS);
                Condition matters = effects.mattersWhen(setting.name());
                if (own.and(matters).isNever()) {
                    warnings.add(
                            parameters.get(setting.name()).keyLocation(),
                            "parameters." + setting.name(),
                            "has no effect, whatever its value, " + why(setting.name(), matters, effects));
                    mattersWhen.put(setting.name(), Condition.NEVER);
                } else if (!own.and(matters).equals(own) && !leadsTo(setting.name(), matters, space, mattersWhen)) {
                    mattersWhen.put(setting.name(), matters);
                }
            }
        }
        return new SearchSpace(space.parameters(), mattersWhen);
    }

    private static String why(String name, Condition matters, Effects effects) {
        return matters.isNever()
                ? "because " + effects.missing(name)
                : "where its condition under when holds, because it matters when " + text(matters)
                        + "; change the condition, or remove the parameter";
    }

    /** Returns the condition in words. */
    static String text(Condition condition) {
        return condition.text(
                name -> name, value -> value instanceof Double number ? NumberText.text(number) : value.toString());
    }

    /** Returns whether a condition depends on a parameter, directly or through the conditions of others. */
    private static boolean leadsTo(
            String parameter, Condition condition, SearchSpace space, Map<String, Condition> mattersWhen) {
        Set<String> seen = new TreeSet<>();
        Collection<String> next = condition.names();
        while (!next.isEmpty()) {
            seen.addAll(next);
            Set<String> further = new TreeSet<>();
            for (String name : next) {
                space.parameter(name).when().ifPresent(when -> further.addAll(when.names()));
                Optional.ofNullable(mattersWhen.get(name)).ifPresent(when -> further.addAll(when.names()));
            }
            further.removeAll(seen);
            next = further;
        }
        return seen.contains(parameter);
    }
}
