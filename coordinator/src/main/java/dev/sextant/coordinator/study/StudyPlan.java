package dev.sextant.coordinator.study;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainerFactory;
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
 * @param data lines that describe the data which the settings select; may be empty
 */
public record StudyPlan(StudySpec spec, BudgetPlan budget, SortedMap<String, Object> settings, List<String> data) {
    public StudyPlan {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        data = List.copyOf(data);
    }

    /** Plans a valid study. */
    public static StudyPlan of(StudySpec spec, Trainers trainers) {
        TrainerFactory trainer = trainers.find(spec.trainer().type()).orElseThrow();
        TreeMap<String, Object> settings = new TreeMap<>(Settings.withDefaults(
                        trainer.settings(spec.trainer().revision()),
                        spec.trainer().settings())
                .values());
        spec.space().parameters().stream().map(Parameter::name).forEach(settings::remove);
        return new StudyPlan(spec, BudgetPlan.of(spec), settings, trainer.describe(new Settings(settings)));
    }
}
