package dev.sextant.common.trainer;

import dev.sextant.common.space.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Trainers that declare settings and train nothing. */
public final class SampleTrainers {
    private SampleTrainers() {}

    /** A trainer with a setting of every type. */
    public static class Images implements TrainerFactory {
        @Override
        public String type() {
            return "image-classifier";
        }

        @Override
        public String summary() {
            return "Declares what a trainer of image classifiers may.";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.required("data", Setting.Type.PATH, "the folder that holds one folder of images a class"),
                    Setting.choice(
                            "backbone", List.of("resnet18-stages1to3", "mobilenet"), "mobilenet", "the frozen part"),
                    Setting.optional("epochs", Setting.Type.INTEGER_MAP, "epochs by phase"),
                    Setting.optional("labels", Setting.Type.TEXT_LIST, "the classes to use"),
                    Setting.text("note", "", "a note"),
                    Setting.number("learning_rate", 1e-7, 10, 1e-3, "step size"),
                    Setting.number("dropout", 0, 0.9, 0.5, "share of units left out"),
                    Setting.integer("layers", 0, 8, 1, "hidden layers"),
                    Setting.integer("hidden_size", 1, 4096, 256, "units of a hidden layer"),
                    Setting.integer("batch_size", 1, 1024, 32, "images of a step"),
                    Setting.flag("fine_tuning", false, "whether the backbone is trained too"),
                    Setting.choice(
                            "retrain_from", List.of("stage3", "stage2", "stage1"), "stage3", "first stage trained"),
                    Setting.flag("class_weight", false, "whether rare classes weigh more"));
        }

        @Override
        public Set<String> metrics() {
            return Set.of("accuracy", "auc", "loss", "inference_ms");
        }

        @Override
        public List<SettingProblem> check(Settings settings) {
            List<SettingProblem> problems = new ArrayList<>();
            if (settings.text("data").endsWith("cras20")) {
                problems.add(new SettingProblem("data", "(" + settings.text("data") + ") is not a folder; give one"));
            }
            return problems;
        }

        @Override
        public List<SettingProblem> checkSearched(Settings settings, List<Parameter> searched) {
            return searched.stream()
                    .filter(parameter -> parameter.name().equals("note")
                            && parameter.listed().contains("misspelt"))
                    .map(parameter -> new SettingProblem("note", "(misspelt) is no note; write another"))
                    .toList();
        }

        @Override
        public Trainer create(TrialContext context) {
            throw new UnsupportedOperationException("Trains nothing");
        }
    }

    /** A trainer that takes any setting, needs one, and knows no metric beforehand. */
    public static class Command implements TrainerFactory {
        @Override
        public String type() {
            return "command";
        }

        @Override
        public String summary() {
            return "Declares what a trainer that runs any program may.";
        }

        @Override
        public List<Setting> settings() {
            return List.of(
                    Setting.required("command", Setting.Type.TEXT_LIST, "the program and its arguments"),
                    Setting.required("rate", Setting.Type.NUMBER, "a number that must be given"));
        }

        @Override
        public boolean takesOtherSettings() {
            return true;
        }

        @Override
        public Set<String> metrics() {
            return Set.of();
        }

        @Override
        public Trainer create(TrialContext context) {
            throw new UnsupportedOperationException("Trains nothing");
        }
    }
}
