package dev.sextant.common.trainer;

import dev.sextant.common.space.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    Setting.path("data").required().describedAs("the folder that holds one folder of images a class"),
                    Setting.choice("backbone")
                            .oneOf("resnet18-stages1to3", "mobilenet")
                            .byDefault("mobilenet")
                            .describedAs("the frozen part"),
                    Setting.integerMap("epochs").describedAs("epochs by phase"),
                    Setting.sets("presets")
                            .of(List.of(
                                    Setting.number("rotation").between(0, 180).describedAs("degrees"),
                                    Setting.flag("flip").describedAs("whether to mirror")))
                            .describedAs("named changes of images"),
                    Setting.textList("labels").describedAs("the classes to use"),
                    Setting.text("note").byDefault("").describedAs("a note"),
                    Setting.number("learning_rate")
                            .between(1e-7, 10)
                            .byDefault(1e-3)
                            .describedAs("step size"),
                    Setting.number("dropout").between(0, 0.9).byDefault(0.5).describedAs("share of units left out"),
                    Setting.integer("layers").between(0, 8).byDefault(1).describedAs("hidden layers"),
                    Setting.integer("hidden_size")
                            .between(1, 4096)
                            .byDefault(256)
                            .describedAs("units of a hidden layer"),
                    Setting.integer("batch_size").between(1, 1024).byDefault(32).describedAs("images of a step"),
                    Setting.flag("fine_tuning").byDefault(false).describedAs("whether the backbone is trained too"),
                    Setting.choice("retrain_from")
                            .oneOf("stage3", "stage2", "stage1")
                            .byDefault("stage3")
                            .describedAs("first stage trained"),
                    Setting.flag("class_weight").byDefault(false).describedAs("whether rare classes weigh more"));
        }

        @Override
        public Map<String, String> otherNames() {
            return Map.of("lr", "it is called learning_rate", "base_model", "it is called backbone");
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
                    Setting.textList("command").required().describedAs("the program and its arguments"),
                    Setting.number("rate").required().describedAs("a number that must be given"));
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
