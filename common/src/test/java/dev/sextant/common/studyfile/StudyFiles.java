package dev.sextant.common.studyfile;

import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.trainer.SampleTrainers;
import dev.sextant.common.trainer.Trainers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Study files for tests, and how they are read there. */
public final class StudyFiles {
    public static final Algorithms ALGORITHMS = Algorithms.of(List.of(
            new AlgorithmTraits("asha", "halving", Set.of()),
            new AlgorithmTraits(
                    "auto", "a model", Set.of(Trait.DEFAULT, Trait.WARM_START, Trait.PRIORS, Trait.DOUBLING_RUNGS)),
            new AlgorithmTraits("grid", "all combinations", Set.of(Trait.FINITE)),
            new AlgorithmTraits("hyperband", "brackets", Set.of()),
            new AlgorithmTraits("random", "random points", Set.of(Trait.PRIORS)),
            new AlgorithmTraits("sobol", "even points", Set.of())));
    public static final Trainers TRAINERS =
            Trainers.of(List.of(new SampleTrainers.Images(), new SampleTrainers.Command()));

    /** Every section and every kind of parameter. */
    public static final String SAMPLE =
            """
            study: cars-resnet18                 # unique name, [a-z0-9-]
            objective:
              metric: accuracy                   # any metric the trainer reports, on the validation part
              goal: maximize
              constraints: [{metric: inference_ms, at_most: 20}]
            trainer:
              type: image-classifier
              data: data/cars20
              backbone: resnet18-stages1to3
              epochs: {head: 5}                  # fixed settings stand here ...
            parameters:                          # ... searched ones here
              learning_rate: {type: continuous, low: 1.0e-5, high: 0.1, scale: log}
              dropout:       {type: continuous, low: 0.0, high: 0.6}
              layers:        {type: integer, low: 0, high: 3}
              hidden_size:   {type: ordinal, values: [128, 256, 512, 1024], when: {layers: {at_least: 1}}}
              batch_size:    {type: integer, low: 16, high: 256, scale: power_of_two}
              fine_tuning:   {type: categorical, values: [true, false]}
              retrain_from:  {type: ordinal, values: [stage3, stage2, stage1], when: {fine_tuning: true}}
              class_weight:  {type: categorical, values: [true, false]}
            fidelity: {max_epochs: 27, min_epochs: 1, reduction: 3}
            search:   {algorithm: auto, seed: 7}
            budget:   {trials: 200, epochs: 1500, device_hours: 4, wall_clock: 2h, target: 0.92}
            start_with:
              - {learning_rate: 0.001, dropout: 0.5, layers: 1, hidden_size: 256, fine_tuning: false, class_weight: false}
            cluster:  {slots: 8, gpus_per_trial: 1, cpus_per_trial: 4}
            """;

    /** Hardly more than what must be given. */
    static final String SMALL =
            """
            study: small
            objective: {metric: accuracy, goal: maximize}
            trainer: {type: image-classifier, data: images}
            parameters:
              dropout: {type: continuous, low: 0.0, high: 0.5}
            fidelity: {max_epochs: 9}
            budget: {trials: 8}
            """;

    private StudyFiles() {}

    public static StudyFile.Outcome read(String text, Algorithms algorithms) {
        return StudyFile.read(text, Path.of("/studies/cars/study.yaml"), TRAINERS, algorithms);
    }

    public static StudySpec valid(String text) {
        StudyFile.Outcome outcome = read(text, ALGORITHMS);
        if (outcome instanceof StudyFile.Outcome.Valid valid) {
            return valid.spec();
        }
        throw new AssertionError(problems(text));
    }

    /** The problems as a person sees them. */
    public static List<String> problems(String text) {
        StudyFile.Outcome outcome = read(text, ALGORITHMS);
        return outcome instanceof StudyFile.Outcome.Invalid invalid
                ? invalid.problems().stream()
                        .map(problem -> problem.in("study.yaml"))
                        .toList()
                : List.of();
    }
}
