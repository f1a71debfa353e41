package dev.sextant.coordinator.study;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainers;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plan of a study, made before it runs.
 *
 * @param budget estimate of what the budget allows
 * @param settings settings that all trials share: those of the study file, completed by defaults
 */
public record StudyPlan(StudySpec spec, BudgetPlan budget, SortedMap<String, Object> settings) {
    public StudyPlan {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** Plans a valid study. */
    public static StudyPlan of(StudySpec spec, Trainers trainers) {
        List<Setting> declared =
                trainers.find(spec.trainer().type()).orElseThrow().settings();
        TreeMap<String, Object> settings = new TreeMap<>(
                Settings.withDefaults(declared, spec.trainer().settings()).values());
        spec.space().parameters().stream().map(Parameter::name).forEach(settings::remove);
        return new StudyPlan(spec, BudgetPlan.of(spec), settings);
    }
}
