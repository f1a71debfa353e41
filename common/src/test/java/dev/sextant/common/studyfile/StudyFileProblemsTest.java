package dev.sextant.common.studyfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a person reads when a study file is wrong: each mistake with its exact message. */
class StudyFileProblemsTest {
    @Test
    void unknownKeyOfTheFile() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("budget:", "bugdet:")))
                .containsExactly("study.yaml:7: bugdet: is unknown; did you mean budget?");
    }

    @Test
    void unknownKeyWithoutANearOne() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("{trials: 8}", "{trials: 8, colour: red}")))
                .containsExactly(
                        "study.yaml:7: budget.colour: is unknown; use one of trials, epochs, device_hours, wall_clock, target, patience");
    }

    @Test
    void unknownKeyOfAParameter() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, lo: 0.0, high: 0.5}")))
                .containsExactly("study.yaml:5: parameters.dropout.lo: is unknown; did you mean low?");
    }

    @Test
    void unknownSettingOfTheTrainer() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("data: images", "data: images, bakcbone: mobilenet")))
                .containsExactly(
                        "study.yaml:3: trainer.bakcbone: is not a setting of image-classifier; did you mean backbone?");
    }

    @Test
    void unknownParameter() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "droput: {type: continuous, low: 0.0, high: 0.5}")))
                .containsExactly(
                        "study.yaml:5: parameters.droput: is not a setting of image-classifier; did you mean dropout?");
    }

    @Test
    void settingsByTheirNamesInOtherPrograms() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace("data: images", "data: images, Base-Model: mobilenet, random_state: 3")
                        .replace("dropout: {type: continuous, low: 0.0", "lr: {type: continuous, low: 0.1")))
                .containsExactly(
                        "study.yaml:3: trainer.Base-Model: is not a setting of image-classifier; it is called backbone",
                        "study.yaml:3: trainer.random_state: is not a setting of image-classifier; search: {seed: ...}"
                                + " sets the seed of the study, from which each trial gets its own",
                        "study.yaml:5: parameters.lr: is not a setting of image-classifier; it is called learning_rate");
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "num_epochs: {type: integer, low: 1, high: 9}")))
                .containsExactly("study.yaml:5: parameters.num_epochs: is not a setting of image-classifier;"
                        + " fidelity: {max_epochs: ...} sets the largest number of epochs of a trial");
    }

    @Test
    void wrongSetsOfSettings() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "data: images", "data: images, presets: {strong: {rotaton: 30, flip: 2}, weak: 3}")))
                .containsExactly(
                        "study.yaml:3: trainer.presets: strong.rotaton is unknown; did you mean rotation?",
                        "study.yaml:3: trainer.presets: strong.flip (2) must be one of true, false",
                        "study.yaml:3: trainer.presets: weak (3) must be a mapping with the keys rotation, flip");
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("data: images", "data: images, presets: strong")))
                .containsExactly("study.yaml:3: trainer.presets: (strong) must be a mapping of names to mappings with"
                        + " the keys rotation, flip");
    }

    @Test
    void wrongTypes() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace("max_epochs: 9", "max_epochs: many")
                        .replace("trials: 8", "trials: 2.5, wall_clock: 2 hours, device_hours: 0, target: high")))
                .containsExactly(
                        "study.yaml:6: fidelity.max_epochs: (many) must be a whole number of at least 1",
                        "study.yaml:7: budget.trials: (2.5) must be a whole number of at least 1",
                        "study.yaml:7: budget.wall_clock: (2 hours) must be a duration above 0, such as 90s, 30m, 2h or 1h30m",
                        "study.yaml:7: budget.device_hours: (0) must be a number above 0",
                        "study.yaml:7: budget.target: (high) must be a number");
    }

    @Test
    void patienceWithoutALimitOrWithABadOne() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("trials: 8", "trials: 8, patience: {min_delta: noise}")))
                .containsExactly("study.yaml:7: budget.patience: needs trials or epochs; give one of them, or both");
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "trials: 8", "trials: 8, patience: {trials: 0, min_delta: -0.1, delta: 1}")))
                .containsExactlyInAnyOrder(
                        "study.yaml:7: budget.patience.trials: (0) must be a whole number of at least 1",
                        "study.yaml:7: budget.patience.min_delta: (-0.1) must be a number of at least 0, or noise",
                        "study.yaml:7: budget.patience.delta: is unknown; use one of trials, epochs, min_delta");
    }

    @Test
    void wrongKinds() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace("{max_epochs: 9}", "9")
                        .replace("{trials: 8}", "[trials, 8]")
                        .replace("dropout: {type: continuous, low: 0.0, high: 0.5}", "dropout: 0.5")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout: (0.5) must be a mapping such as {type: continuous, low: 0, high: 1}",
                        "study.yaml:6: fidelity: (9) must be a mapping with the keys max_epochs, min_epochs, reduction, spacing",
                        "study.yaml:7: budget: (a list) must be a mapping with the keys trials, epochs, device_hours, wall_clock, target, patience");
    }

    @Test
    void missingSections() {
        assertThat(StudyFiles.problems("study: small\n"))
                .containsExactly(
                        "study.yaml:1: objective: is missing; give the objective to optimize",
                        "study.yaml:1: trainer: is missing; give the trainer and its fixed settings, which are the same for all trials",
                        "study.yaml:1: parameters: is missing; give the searched settings of the trainer",
                        "study.yaml:1: fidelity: is missing; give the rungs: the numbers of epochs at which trials are compared",
                        "study.yaml:1: budget: has no limit, so the study would never end; give one of trials, epochs, device_hours, wall_clock, target, patience");
    }

    @Test
    void missingKeys() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace("metric: accuracy, ", "")
                        .replace("max_epochs: 9", "reduction: 3")
                        .replace("type: continuous, ", "")))
                .containsExactly(
                        "study.yaml:2: objective.metric: is missing; give the metric to optimize, as the trainer reports it after each epoch",
                        "study.yaml:5: parameters.dropout.type: is missing; give one of continuous, integer, ordinal, categorical",
                        "study.yaml:6: fidelity.max_epochs: is missing; give the number of epochs of the top rung: the most that a trial trains");
    }

    @Test
    void numbersOutOfRange() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("max_epochs: 9", "max_epochs: 9, min_epochs: 0, reduction: 1")))
                .containsExactly(
                        "study.yaml:6: fidelity.min_epochs: (0) must be a whole number of at least 1",
                        "study.yaml:6: fidelity.reduction: (1) must be a whole number of at least 2");
    }

    @Test
    void minEpochsAboveMaxEpochs() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("max_epochs: 9", "max_epochs: 9, min_epochs: 27")))
                .containsExactly("study.yaml:6: fidelity: min_epochs (27) must be at most max_epochs (9); swap them");
    }

    @Test
    void emptyValues() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("max_epochs: 9", "max_epochs:")))
                .containsExactly("study.yaml:6: fidelity.max_epochs: (nothing) must be a whole number of at least 1");
    }

    @Test
    void wrongClusterValues() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "budget: {trials: 8}",
                                        "budget: {trials: 8}\ncluster: {slots: 0, gpus_per_trial: 0.5, memory_per_trial: 2 GB, silence: 0s}")))
                .containsExactly(
                        "study.yaml:8: cluster.slots: (0) must be a whole number of at least 1",
                        "study.yaml:8: cluster.gpus_per_trial: (0.5) must be a whole number of at least 0",
                        "study.yaml:8: cluster.memory_per_trial: (2 GB) must be an amount of memory such as 512m or 2g",
                        "study.yaml:8: cluster.silence: (0s) must be a duration above 0, such as 90s, 30m, 2h or 1h30m");
    }

    @Test
    void badNames() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("study: small", "study: Cars_1")))
                .containsExactly(
                        "study.yaml:1: study: (Cars_1) must be a name of at most 63 characters a-z, 0-9 and -, starting with a letter or digit");
    }

    @Test
    void longNames() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "study: small", "study: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")))
                .containsExactly(
                        "study.yaml:1: study: (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) must be a name of at most 63 characters a-z, 0-9 and -, starting with a letter or digit");
    }

    @Test
    void unknownGoal() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("maximize", "maximise")))
                .containsExactly(
                        "study.yaml:2: objective.goal: (maximise) must be one of maximize, minimize; did you mean maximize?");
    }

    @Test
    void unknownMetric() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("metric: accuracy", "metric: acuracy")))
                .containsExactly(
                        "study.yaml:2: objective.metric: (acuracy) is not a metric of image-classifier, which reports accuracy, auc, inference_ms, loss; did you mean accuracy?");
    }

    @Test
    void unknownMetricOfAConstraint() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "goal: maximize", "goal: maximize, constraints: [{metric: latency, at_most: 20}]")))
                .containsExactly(
                        "study.yaml:2: objective.constraints[0].metric: (latency) is not a metric of image-classifier, which reports accuracy, auc, inference_ms, loss; choose one of them");
    }

    @Test
    void constraintsWithoutOrWithTwoBounds() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "goal: maximize",
                        "goal: maximize, constraints: [{metric: loss}, {metric: auc, at_most: 1, at_least: 0}]")))
                .containsExactly(
                        "study.yaml:2: objective.constraints[0]: needs one of at_most and at_least; give exactly one",
                        "study.yaml:2: objective.constraints[1]: needs one of at_most and at_least; give exactly one");
    }

    @Test
    void unknownTrainer() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("type: image-classifier", "type: image-clasifier")))
                .containsExactly(
                        "study.yaml:3: trainer.type: (image-clasifier) must be one of command, image-classifier; did you mean image-classifier?");
    }

    @Test
    void unknownAlgorithm() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("budget:", "search: {algorithm: randon}\nbudget:")))
                .containsExactly(
                        "study.yaml:7: search.algorithm: (randon) must be one of asha, auto, grid, hyperband, random, sobol; did you mean random?");
    }

    @Test
    void noBudget() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("budget: {trials: 8}\n", "")))
                .containsExactly(
                        "study.yaml:1: budget: has no limit, so the study would never end; give one of trials, epochs, device_hours, wall_clock, target, patience");
    }

    @Test
    void emptyBudget() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("{trials: 8}", "{}")))
                .containsExactly(
                        "study.yaml:7: budget: has no limit, so the study would never end; give one of trials, epochs, device_hours, wall_clock, target, patience");
    }

    @Test
    void noParameters() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("dropout: {type: continuous, low: 0.0, high: 0.5}", "{}")))
                .containsExactly("study.yaml:4: parameters: is empty; give at least one setting to search");
    }

    @Test
    void lowAboveHigh() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "learning_rate: {type: continuous, low: 0.1, high: 0.01}")))
                .containsExactly(
                        "study.yaml:5: parameters.learning_rate: low (0.1) must be below high (0.01); swap them");
    }

    @Test
    void lowEqualsHigh() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "layers: {type: integer, low: 3, high: 3}")))
                .containsExactly(
                        "study.yaml:5: parameters.layers: low (3) must be below high (3); widen the range, or fix the setting under trainer");
    }

    @Test
    void logOfZero() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, low: 0, high: 0.5, scale: log}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout: low (0) must be above 0 on a log scale; raise it, or use scale: linear");
    }

    @Test
    void logOfZeroForIntegers() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "layers: {type: integer, low: 0, high: 3, scale: log}")))
                .containsExactly(
                        "study.yaml:5: parameters.layers: low (0) must be at least 1 on a log scale; raise it, or use scale: linear");
    }

    @Test
    void noPowersOfTwo() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "batch_size: {type: integer, low: 20, high: 256, scale: power_of_two}")))
                .containsExactly(
                        "study.yaml:5: parameters.batch_size: low (20) must be a power of two on this scale; use 16 or 32");
    }

    @Test
    void powerOfTwoForContinuous() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, low: 0.1, high: 0.5, scale: power_of_two}")))
                .containsExactly("study.yaml:5: parameters.dropout.scale: (power_of_two) must be one of linear, log");
    }

    @Test
    void emptyCategorical() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "class_weight: {type: categorical, values: []}")))
                .containsExactly("study.yaml:5: parameters.class_weight.values: is empty; give at least one value");
    }

    @Test
    void rangesThatDoublesCannotSearch() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, low: 0.5, high: 0.5000000000000001}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout: low (0.5) and high (0.5000000000000001) are too close"
                                + " together to be searched; widen the range, or fix the value");
    }

    @Test
    void choicesThatCannotBeStored() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "optimizer: {type: categorical, values: [\"a\\0b\", \"a\\ud800b\"]}")))
                .contains(
                        "study.yaml:5: parameters.optimizer.values[0]: contains the character NUL, which cannot be stored; remove it",
                        "study.yaml:5: parameters.optimizer.values[1]: contains half of a surrogate pair, which cannot be stored; remove it");
    }

    @Test
    void keysThatCannotBeStored() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("dropout: {", "\"drop\\0out\": {")))
                .containsExactly(
                        "study.yaml:5: parameters.drop\uFFFDout: contains the character NUL, which cannot be stored; remove it");
    }

    @Test
    void repeatedChoices() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "class_weight: {type: categorical, values: [true, true]}")))
                .containsExactly(
                        "study.yaml:5: parameters.class_weight.values: (true) appears twice; remove one of them");
    }

    @Test
    void unknownParameterType() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continous, low: 0.0, high: 0.5}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.type: (continous) must be one of continuous, integer, ordinal, categorical; did you mean continuous?");
    }

    @Test
    void rangeOutsideTheSetting() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, low: -0.1, high: 0.95}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout: low (-0.1) is below what the trainer accepts; raise it to 0 or more",
                        "study.yaml:5: parameters.dropout: high (0.95) is above what the trainer accepts; lower it to 0.9 or less");
    }

    @Test
    void typeThatDoesNotGoWithTheSetting() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "layers: {type: continuous, low: 0.0, high: 3.5}")))
                .containsExactly(
                        "study.yaml:5: parameters.layers: takes a whole number in [0, 8], which does not match this type; use type: integer");
    }

    @Test
    void integerForAFlag() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "class_weight: {type: integer, low: 0, high: 1}")))
                .containsExactly(
                        "study.yaml:5: parameters.class_weight: takes one of true, false, which does not match this type; use type: categorical");
    }

    @Test
    void choiceThatTheTrainerDoesNotHave() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "retrain_from: {type: ordinal, values: [stage3, stag2, 1]}")))
                .containsExactly(
                        "study.yaml:5: parameters.retrain_from.values: (stag2) must be one of stage3, stage2, stage1; did you mean stage2?",
                        "study.yaml:5: parameters.retrain_from.values: (1) must be one of stage3, stage2, stage1");
    }

    @Test
    void valueThatTheTrainerRefuses() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "note: {type: categorical, values: [good, misspelt]}")))
                .containsExactly("study.yaml:5: parameters.note: (misspelt) is no note; write another");
    }

    @Test
    void valuesOfTheWrongType() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "class_weight: {type: categorical, values: [yes, no]}")))
                .containsExactly(
                        "study.yaml:5: parameters.class_weight.values: (yes) must be one of true, false",
                        "study.yaml:5: parameters.class_weight.values: (no) must be one of true, false");
    }

    @Test
    void valuesOutsideTheSetting() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "hidden_size: {type: ordinal, values: [128, 8192]}")))
                .containsExactly(
                        "study.yaml:5: parameters.hidden_size.values: (8192) must be a whole number in [1, 4096]");
    }

    @Test
    void searchingAPath() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace("data: images", "backbone: mobilenet")
                        .replace(
                                "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                "data: {type: categorical, values: [a, b]}")))
                .containsExactly(
                        "study.yaml:5: parameters.data: takes a path, which cannot be searched; fix it under trainer");
    }

    @Test
    void searchingAMap() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "epochs: {type: integer, low: 1, high: 3}")))
                .containsExactly(
                        "study.yaml:5: parameters.epochs: takes a mapping of words to whole numbers, which cannot be searched; fix it under trainer");
    }

    @Test
    void settingBothFixedAndSearched() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("data: images", "data: images, dropout: 0.5")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout: is also fixed under trainer in line 3; remove one of them");
    }

    @Test
    void requiredSettingThatIsNeither() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(", data: images", "")))
                .containsExactly(
                        "study.yaml:3: trainer.data: is missing; give the folder that holds one folder of images a class");
    }

    @Test
    void requiredSearchableSetting() {
        assertThat(
                        StudyFiles.problems(
                                "study: any\nobjective: {metric: score, goal: minimize}\ntrainer: {type: command}\nparameters: {depth: {type: integer, low: 1, high: 3}}\nfidelity: {max_epochs: 9}\nbudget: {epochs: 9}\n"))
                .containsExactly(
                        "study.yaml:3: trainer.command: is missing; give the program and its arguments",
                        "study.yaml:3: trainer.rate: is missing; give a number that must be given, or search it under parameters");
    }

    @Test
    void fixedSettingsOfTheWrongType() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "data: images",
                                        "data: [a], layers: two, epochs: {head: x}, labels: one, class_weight: yes, backbone: resnet18, dropout: 2")))
                .containsExactly(
                        "study.yaml:3: trainer.data: (a list) must be a path",
                        "study.yaml:3: trainer.layers: (two) must be a whole number in [0, 8]",
                        "study.yaml:3: trainer.epochs: head (x) must be a whole number",
                        "study.yaml:3: trainer.labels: (one) must be a list of words",
                        "study.yaml:3: trainer.class_weight: (yes) must be one of true, false",
                        "study.yaml:3: trainer.backbone: (resnet18) must be one of resnet18-stages1to3, mobilenet",
                        "study.yaml:3: trainer.dropout: (2) must be a number in [0, 0.9]",
                        "study.yaml:5: parameters.dropout: is also fixed under trainer in line 3; remove one of them");
    }

    @Test
    void whenOnAnUnknownParameter() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {layer: 1}}\n  layers: {type: integer, low: 0, high: 3}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when.layer: is not a parameter of this study; did you mean layers?");
    }

    @Test
    void whenInACircle() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {layers: 1}}\n  layers: {type: integer, low: 0, high: 3, when: {dropout: {at_least: 0.1}}}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when: forms a cycle: dropout -> layers -> dropout; remove one of these conditions");
    }

    @Test
    void whenOnItself() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {dropout: {at_least: 0.1}}}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when: forms a cycle: dropout -> dropout; remove one of these conditions");
    }

    @Test
    void whenOnAValueThatIsNone() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {layers: 9, fine_tuning: maybe}}\n  layers: {type: integer, low: 0, high: 3}\n  fine_tuning: {type: categorical, values: [true, false]}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when.layers: (9) must be a whole number in [0, 3]",
                        "study.yaml:5: parameters.dropout.when.fine_tuning: (maybe) must be one of true, false");
    }

    @Test
    void whenWithoutAKnownTest() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {layers: {above: 1}, fine_tuning: {at_least: 1}}}\n  layers: {type: integer, low: 0, high: 3}\n  fine_tuning: {type: categorical, values: [true, false]}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when.layers: needs a value, a list of values, {at_least: NUMBER} or {at_most: NUMBER}",
                        "study.yaml:5: parameters.dropout.when.layers.above: is unknown; use one of at_least, at_most",
                        "study.yaml:5: parameters.dropout.when.fine_tuning: cannot be compared with a number; give one of true, false");
    }

    @Test
    void whenThatNeverHolds() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {layers: {at_least: 9}, hidden_size: {at_most: 100}}}\n  layers: {type: integer, low: 0, high: 3}\n  hidden_size: {type: ordinal, values: [128, 256], when: {layers: {at_least: 3}}}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when.layers.at_least: (9) never holds: the largest value of layers is 3; give a number of at most 3, or remove the condition",
                        "study.yaml:5: parameters.dropout.when.hidden_size.at_most: (100) never holds: the smallest value of hidden_size is 128; give a number of at least 128, or remove the condition");
    }

    @Test
    void whenBetweenTwoBounds() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {layers: {at_least: 1, at_most: 2}}}\n  layers: {type: integer, low: 0, high: 3}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when.layers: takes at_least or at_most, not both; keep one of them, or list the values, e.g. [1, 2]");
    }

    @Test
    void numbersInQuotes() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: \"1.0e-3\", high: half}\n  layers: {type: integer, low: '0', high: 3}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.low: (1.0e-3) must be a number; a number in quotes is text: remove the quotes",
                        "study.yaml:5: parameters.dropout.high: (half) must be a number",
                        "study.yaml:6: parameters.layers.low: (0) must be a whole number in [-4503599627370496, 4503599627370496]; a number in quotes is text: remove the quotes");
    }

    @Test
    void emptyWhen() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {}}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when: is empty; name a parameter and its value, or remove it");
    }

    @Test
    void whenOfTheWrongKind() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: layers}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when: (layers) must be a mapping of parameters to values, or a list of such mappings");
    }

    @Test
    void whenWithAValueTwice() {
        assertThat(
                        StudyFiles.problems(
                                StudyFiles.SMALL.replace(
                                        "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                        "dropout: {type: continuous, low: 0.0, high: 0.5, when: {layers: [1, 1], batch_size: []}}\n  layers: {type: integer, low: 0, high: 3}\n  batch_size: {type: integer, low: 16, high: 64, scale: power_of_two}")))
                .containsExactly(
                        "study.yaml:5: parameters.dropout.when.layers: lists a value twice; remove one of them",
                        "study.yaml:5: parameters.dropout.when.batch_size: is empty; give at least one value");
    }

    @Test
    void startWithOutsideTheRange() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace(
                        "budget:", "start_with: [{dropout: 0.9}, {dropout: half}, 0.1]\nbudget:")))
                .containsExactly(
                        "study.yaml:7: start_with[0].dropout: (0.9) must be a number in [0, 0.5]",
                        "study.yaml:7: start_with[1].dropout: (half) must be a number in [0, 0.5]",
                        "study.yaml:7: start_with[2]: (0.1) must be a mapping of parameters to values");
    }

    @Test
    void startWithUnknownParameter() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("budget:", "start_with: [{dropout: 0.1, droput: 0.2}]\nbudget:")))
                .containsExactly(
                        "study.yaml:7: start_with[0].droput: is not a parameter of this study; did you mean dropout?");
    }

    @Test
    void startWithWithoutAFittingDefault() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace(
                                "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                "layers: {type: integer, low: 2, high: 3}")
                        .replace("budget:", "start_with: [{}]\nbudget:")))
                .containsExactly(
                        "study.yaml:7: start_with[0].layers: is missing, and its default (1) is outside the range; give a whole number in [2, 3]");
    }

    @Test
    void startWithInactiveParameter() {
        assertThat(StudyFiles.problems(StudyFiles.SAMPLE.replace("layers: 1, hidden_size", "layers: 0, hidden_size")))
                .containsExactly(
                        "study.yaml:24: start_with[0].hidden_size: is inactive here, because its condition depends on layers (0); remove it");
    }

    @Test
    void startWithTheSameTwice() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("budget:", "start_with: [{dropout: 0.5}, {}]\nbudget:")))
                .containsExactly("study.yaml:7: start_with[1]: repeats an earlier configuration; remove one of them");
    }

    @Test
    void startWithOffTheScale() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace(
                                "dropout: {type: continuous, low: 0.0, high: 0.5}",
                                "batch_size: {type: integer, low: 16, high: 256, scale: power_of_two}")
                        .replace("budget:", "start_with: [{batch_size: 48}]\nbudget:")))
                .containsExactly("study.yaml:7: start_with[0].batch_size: (48) must be a power of two in [16, 256]");
    }

    @Test
    void keysThatStandTwice() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("budget: {trials: 8}", "budget: {trials: 8}\nbudget: {trials: 9}")))
                .containsExactly("study.yaml:8: budget: appears twice, first in line 7; remove one of them");
    }

    @Test
    void tags() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("study: small", "study: !!java.net.URL [\"http://127.0.0.1\"]")))
                .containsExactly(
                        "study.yaml:1: study: the tag tag:yaml.org,2002:java.net.URL is not supported in study files; remove it");
    }

    @Test
    void aliasesOfLists() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL
                        .replace("{max_epochs: 9}", "&f {max_epochs: 9}")
                        .replace("{trials: 8}", "*f")))
                .containsExactly("study.yaml:1: an alias (*) repeats a list or a mapping; write it out");
    }

    @Test
    void notYaml() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("{max_epochs: 9}", "{max_epochs: 9")))
                .containsExactly(
                        "study.yaml:7: is not valid YAML: expected ',' or '}', but got :; the mistake may start in line 6");
    }

    @Test
    void numbersBeyond64Bits() {
        assertThat(StudyFiles.problems(
                        StudyFiles.SMALL.replace("budget:", "search: {seed: 99999999999999999999}\nbudget:")))
                .containsExactly(
                        "study.yaml:7: search.seed: (99999999999999999999) does not fit into 64 bits; give a smaller number");
    }

    @Test
    void hugeNumbers() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("low: 0.0", "low: -1e999")))
                .containsExactly("study.yaml:5: parameters.dropout.low: (-1e999) is too large; give a smaller number");
    }

    @Test
    void anEmptyFile() {
        assertThat(StudyFiles.problems("# nothing\n"))
                .containsExactly("study.yaml:1: the file is empty; start with `study: NAME`");
    }

    @Test
    void aFileThatIsAList() {
        assertThat(StudyFiles.problems("- study\n"))
                .containsExactly(
                        "study.yaml:1: (a list) must be a mapping with the keys study, objective, trainer, parameters, fidelity, search, budget, start_with, cluster");
    }

    @Test
    void whatTheTrainerItselfFinds() {
        assertThat(StudyFiles.problems(StudyFiles.SMALL.replace("data: images", "data: cras20")))
                .containsExactly("study.yaml:3: trainer.data: (/studies/cars/cras20) is not a folder; give one");
    }

    @Test
    void reportsAllProblemsAtOnceFirstLineFirst() {
        String file = StudyFiles.SAMPLE
                .replace("study: cars-resnet18 ", "study: Cars ")
                .replace("low: 1.0e-5, high: 0.1", "low: 0.1, high: 0.01")
                .replace("seed: 7", "sead: 7")
                .replace("slots: 8", "slots: none");
        assertThat(StudyFiles.problems(file))
                .containsExactly(
                        "study.yaml:1: study: (Cars) must be a name of at most 63 characters a-z, 0-9 and -, starting with a letter or digit",
                        "study.yaml:12: parameters.learning_rate: low (0.1) must be below high (0.01); swap them",
                        "study.yaml:21: search.sead: is unknown; did you mean seed?",
                        "study.yaml:25: cluster.slots: (none) must be a whole number of at least 1");
    }
}
