package dev.sextant.coordinator.study;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.common.trainer.WorkEstimate;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/** The computing of a study's configurations, as its trainer estimates it. Used by one thread. */
final class TrialWork implements Function<Configuration, OptionalDouble> {
    private final TrainerSpec spec;
    private final TrainerFactory trainer;
    private final WorkEstimate estimate;

    TrialWork(TrainerSpec spec, Trainers trainers) {
        this.spec = spec;
        this.trainer = trainers.find(spec.type()).orElseThrow();
        this.estimate = trainer.workEstimate();
    }

    @Override
    public OptionalDouble apply(Configuration configuration) {
        Map<String, Object> settings = new TreeMap<>(spec.settings());
        settings.putAll(configuration.values());
        return estimate.perEpoch(Settings.withDefaults(trainer.settings(spec.revision()), settings));
    }
}
