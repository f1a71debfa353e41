package dev.sextant.coordinator.study;

import dev.sextant.common.space.Condition;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.text.Plural;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.SpaceMapping;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.EarlierStudyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Trials of an earlier study, mapped into the space of a study that learns from them.
 *
 * @param study the trials that fit into the space
 * @param dropped number of trials that do not fit, by reason
 * @param ignored number of trials whose value of a parameter has no effect in that space, by parameter
 * @param space that space
 */
record WarmStart(
        EarlierStudy study, SortedMap<String, Integer> dropped, SortedMap<String, Integer> ignored, SearchSpace space) {

    /**
     * Maps an earlier study's trials.
     *
     * @param spec specification of the study that learns
     */
    static WarmStart of(StudySpec spec, EarlierStudyRow earlier, Trainers trainers) {
        SpaceMapping mapping = new SpaceMapping(
                earlier.spec().space(), fixed(earlier.spec(), trainers), spec.space(), fixed(spec, trainers));
        List<Trial> trials = new ArrayList<>();
        SortedMap<String, Integer> dropped = new TreeMap<>();
        SortedMap<String, Integer> ignored = new TreeMap<>();
        for (Trial trial : earlier.trials()) {
            SpaceMapping.Outcome outcome = mapping.map(trial.configuration());
            if (outcome instanceof SpaceMapping.Outcome.Mapped mapped) {
                trials.add(new Trial(
                        trial.number(),
                        mapped.configuration(),
                        trial.state(),
                        trial.targetEpoch(),
                        earlier.spec().name(),
                        trial.curve()));
                mapping.withoutEffect(trial.configuration(), mapped.configuration())
                        .forEach(parameter -> ignored.merge(parameter, 1, Integer::sum));
            } else if (outcome instanceof SpaceMapping.Outcome.Dropped without) {
                dropped.merge(without.why(), 1, Integer::sum);
            }
        }
        List<Configuration> startWith = earlier.spec().startWith().stream()
                .map(mapping::map)
                .filter(SpaceMapping.Outcome.Mapped.class::isInstance)
                .map(outcome -> ((SpaceMapping.Outcome.Mapped) outcome).configuration())
                .toList();
        return new WarmStart(
                new EarlierStudy(
                        earlier.spec().name(),
                        earlier.spec().objective().goal(),
                        earlier.spec().fidelity().rungs(),
                        startWith,
                        trials,
                        mapping.unknown()),
                dropped,
                ignored,
                spec.space());
    }

    /** Returns the settings that all trials of a study share, including defaults. */
    private static Map<String, Object> fixed(StudySpec spec, Trainers trainers) {
        Map<String, Object> settings = new TreeMap<>(Settings.withDefaults(
                        trainers.find(spec.trainer().type())
                                .map(trainer -> trainer.settings(spec.trainer().revision()))
                                .orElse(List.of()),
                        spec.trainer().settings())
                .values());
        spec.space().parameters().stream().map(Parameter::name).forEach(settings::remove);
        return settings;
    }

    /** Returns for example {@code learns from 57 trials of cars-v1; 12 left out: batch_size outside its range (9), ...}. */
    String summary() {
        int excluded = dropped.values().stream().mapToInt(Integer::intValue).sum();
        String exclusions = excluded == 0
                ? ""
                : "; " + excluded + " left out: "
                        + dropped.entrySet().stream()
                                .map(reason -> reason.getKey() + " (" + reason.getValue() + ")")
                                .collect(Collectors.joining(", "));
        String unknown = study.unknown().isEmpty()
                ? ""
                : "; no values of " + study.unknown().stream().sorted().collect(Collectors.joining(", "));
        int usable = study.trials().size();
        return "learns from " + Plural.count(usable, "trial") + " of " + study.name() + exclusions + unknown
                + ignoring();
    }

    /** Returns for example {@code ; ignores values without effect: momentum in 3 trials (matters when ...)}. */
    private String ignoring() {
        return ignored.isEmpty()
                ? ""
                : "; ignores values without effect: "
                        + ignored.entrySet().stream()
                                .map(value -> value.getKey() + " in " + Plural.count(value.getValue(), "trial") + " ("
                                        + whenItMatters(value.getKey()) + ")")
                                .collect(Collectors.joining(", "));
    }

    private String whenItMatters(String parameter) {
        Condition condition = space.activeWhen(space.parameter(parameter)).orElseThrow();
        return condition.isNever() ? "never matters in this study" : "matters when " + TextFormat.condition(condition);
    }
}
