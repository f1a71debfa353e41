package dev.sextant.coordinator.model;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.train.RangeTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A learning rate range test of a study.
 *
 * <p>Searched parameters are set to the first configuration under {@code start_with}, else to the defaults of the trainer; a
 * searched backbone to its first value.
 */
public record LearningRateFinder(StudySpec study) {
    private static final String BACKBONE = "backbone";

    /** Returns whether the trainer of the study is supported. */
    public boolean supportsTrainer() {
        return study.trainer().type().equals(TrialModel.TRAINER);
    }

    /** Returns the declaration of the setting {@code learning_rate}, with the range of its values. */
    public static Setting declaredRate() {
        return new ImageClassifierFactory()
                .settings().stream()
                        .filter(setting -> setting.name().equals("learning_rate"))
                        .findFirst()
                        .orElseThrow();
    }

    /**
     * Runs the test in this process.
     *
     * @param home Sextant's folder
     * @throws TrainingFailure if data or network cannot be used
     */
    public RangeTest run(RangeTest.Rates rates, Path home) throws IOException, InterruptedException, TrainingFailure {
        return RangeTest.run(
                settings(),
                study.search().seed(),
                rates,
                home.resolve("cache"),
                Runtime.getRuntime().availableProcessors());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>(study.trainer().settings());
        if (usesDefaults()) {
            searchedBackbone().ifPresent(first -> settings.put(BACKBONE, first));
        } else {
            settings.putAll(study.startWith().get(0).values());
        }
        return settings;
    }

    /** Returns whether searched parameters have the defaults of the trainer, as there is no {@code start_with}. */
    public boolean usesDefaults() {
        return study.startWith().isEmpty();
    }

    /** Returns the backbone that replaces a searched one: the default, none, is seldom one of its values. */
    public Optional<Object> searchedBackbone() {
        return study.space().find(BACKBONE).map(parameter -> parameter.listed().get(0));
    }
}
