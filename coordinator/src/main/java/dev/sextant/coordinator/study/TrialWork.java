package dev.sextant.coordinator.study;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.common.trainer.WorkEstimate;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The computing of a study's configurations, as its trainer estimates it. Used by one thread. */
final class TrialWork implements Function<Configuration, OptionalDouble> {
    private final WorkEstimate estimate;
    /** The settings that all trials share, and the defaults of all others. */
    private final SortedMap<String, Object> shared;

    TrialWork(TrainerSpec spec, Trainers trainers) {
        TrainerFactory trainer = trainers.find(spec.type()).orElseThrow();
        estimate = trainer.workEstimate();
        shared = new TreeMap<>(Settings.withDefaults(trainer.settings(spec.revision()), spec.settings())
                .values());
    }

    @Override
    public OptionalDouble apply(Configuration configuration) {
        SortedMap<String, Object> settings = new TreeMap<>(shared);
        settings.putAll(configuration.values());
        return estimate.perEpoch(new Settings(settings));
    }
}
