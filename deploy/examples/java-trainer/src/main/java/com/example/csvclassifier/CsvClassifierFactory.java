package com.example.csvclassifier;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Makes trainers of type {@code csv-classifier}. Immutable; safe for use by many threads. */
public final class CsvClassifierFactory implements TrainerFactory {
    static final String DATA = "data";
    static final String LEARNING_RATE = "learning_rate";
    static final String MOMENTUM = "momentum";
    static final String WEIGHT_DECAY = "weight_decay";
    static final String HIDDEN_SIZE = "hidden_size";
    static final String BATCH_SIZE = "batch_size";

    static final String ACCURACY = "accuracy";
    static final String LOSS = "loss";

    @Override
    public String type() {
        return "csv-classifier";
    }

    @Override
    public String summary() {
        return "Classifies the rows of a CSV file by a neural network with one hidden layer";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.path(DATA).required().describedAs("CSV file: a header, columns of numbers, the class last"),
                Setting.number(LEARNING_RATE)
                        .between(1e-6, 10)
                        .byDefault(0.01)
                        .describedAs("step length of gradient descent"),
                Setting.number(MOMENTUM)
                        .between(0, 0.999)
                        .byDefault(0.9)
                        .describedAs("share of the last step that the next one keeps"),
                Setting.number(WEIGHT_DECAY)
                        .between(0, 1)
                        .byDefault(1e-4)
                        .describedAs("weight of half the squared weights in the loss"),
                Setting.integer(HIDDEN_SIZE).between(1, 1024).byDefault(16).describedAs("units of the hidden layer"),
                Setting.integer(BATCH_SIZE).between(1, 65536).byDefault(32).describedAs("rows per training step"));
    }

    @Override
    public Set<String> metrics() {
        return Set.of(ACCURACY, LOSS);
    }

    /** Reads the file on the driver, so that a wrong path or a broken row is reported before anything runs. */
    @Override
    public List<SettingProblem> check(Settings settings) {
        if (!settings.has(DATA)) {
            return List.of();
        }
        try {
            Table.read(settings.text(DATA));
            return List.of();
        } catch (IOException | UnusableTable e) {
            return List.of(new SettingProblem(DATA, e.getMessage()));
        }
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        try {
            return new CsvClassifier(context, Table.read(context.settings().text(DATA)));
        } catch (IOException | UnusableTable e) {
            throw new TrainingFailure(FailureKind.BAD_DATA, DATA + ": " + e.getMessage(), e);
        }
    }
}
