package dev.sextant.common.studyfile;

import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.Prior;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of the study file: the table from which reader, schema and reference page are made. */
final class StudyKeys {
    static final ScalarType STUDY_NAME = new ScalarType.Shaped(
            "^[a-z0-9][a-z0-9-]{0,62}$",
            "a name of at most 63 characters a-z, 0-9 and -, starting with a letter or digit");

    /** What to write instead of names that other programs use for settings, by name. */
    static final Map<String, String> KNOWN_AS_SETTINGS = knownAsSettings();

    static final ValueType.Table CONSTRAINT = new ValueType.Table(List.of(
            Key.required("metric", new ScalarType.Text(), "the name of a metric that the trainer reports"),
            Key.optional("at_most", ScalarType.Decimal.ANY, "the upper bound of the metric, inclusive"),
            Key.optional("at_least", ScalarType.Decimal.ANY, "the lower bound of the metric, inclusive")));

    static final ValueType.Table OBJECTIVE = new ValueType.Table(List.of(
            Key.required(
                    "metric",
                    new ScalarType.Text(),
                    "the metric to optimize, as the trainer reports it after each epoch"),
            Key.required(
                    "goal",
                    new ScalarType.OneOf(List.of("maximize", "minimize")),
                    "the direction in which the metric is better"),
            Key.optional(
                    "constraints",
                    new ValueType.ListOf(CONSTRAINT, true),
                    "bounds on other metrics, which the best configuration must satisfy")));

    static final ValueType.Table PATIENCE = new ValueType.Table(List.of(
            Key.optional("trials", whole(1), "the number of trials in a row without an improvement"),
            Key.optional(
                    "epochs",
                    new ScalarType.Whole(1, Long.MAX_VALUE),
                    "the number of epochs without an improvement, over all trials"),
            Key.withDefault(
                    "min_delta",
                    new ScalarType.NumberOr(0, "noise"),
                    0.0,
                    "the difference that a better value must exceed to be an improvement; `noise` is the scatter of the"
                            + " best trial's values from one epoch to the next")));

    static final ValueType.Table BUDGET = new ValueType.Table(List.of(
            Key.optional("trials", whole(1), "the maximum number of trials"),
            Key.optional(
                    "epochs", new ScalarType.Whole(1, Long.MAX_VALUE), "the maximum number of epochs, over all trials"),
            Key.optional(
                    "device_hours",
                    new ScalarType.Positive(),
                    "the maximum number of hours that devices are busy, summed over devices"),
            Key.optional(
                    "wall_clock", new ScalarType.Time(), "the maximum running time of the study, summed over resumes"),
            Key.optional("target", ScalarType.Decimal.ANY, "the value of the objective metric at which the study ends"),
            Key.optional(
                    "patience",
                    PATIENCE,
                    "the trials or epochs without an improvement of the best value after which the study ends")));

    static final ValueType.Table CLUSTER = new ValueType.Table(List.of(
            Key.withDefault("slots", whole(1), 1L, "the number of runs at the same time"),
            Key.withDefault("gpus_per_trial", whole(0), 0L, "the number of GPUs per run"),
            Key.withDefault("cpus_per_trial", whole(1), 1L, "the number of CPU cores per run"),
            Key.withDefault(
                    "memory_per_trial",
                    new ScalarType.Shaped("^[1-9][0-9]{0,9}[kmgtKMGT]$", "an amount of memory such as 512m or 2g"),
                    "2g",
                    "the memory per run"),
            Key.optional(
                    "checkpoints",
                    new ScalarType.PathText(),
                    "the Hadoop path for checkpoints, shared by the driver and all executors; by default the "
                            + "launcher's"),
            Key.withDefault(
                    "checkpoint_every",
                    new ScalarType.Time(),
                    Duration.ofSeconds(60),
                    "the time after which the end of an epoch saves another checkpoint"),
            Key.withDefault(
                    "silence",
                    new ScalarType.Time(),
                    Duration.ofMinutes(30),
                    "the time without a report after which a run counts as lost and is retried")));

    static final ValueType.Table PRIOR = new ValueType.Table(List.of(
            Key.required("around", new ScalarType.Any(), "the value around which the best value is expected"),
            Key.withDefault(
                    "confidence",
                    new ScalarType.OneOf(Arrays.stream(Prior.Confidence.values())
                            .<Object>map(Prior.Confidence::word)
                            .toList()),
                    Prior.Confidence.MEDIUM.word(),
                    "the confidence in that value: low, medium and high are standard deviations of 30 %, 15 % and "
                            + "6 % of the range, on its scale")));

    /** The keys of a parameter except {@code type}, by the parameter's type. */
    static final Map<String, ValueType.Table> PARAMETERS = parameters();

    /** The key that names the type of a parameter. */
    static final Key PARAMETER_TYPE =
            Key.required("type", new ScalarType.OneOf(List.copyOf(PARAMETERS.keySet())), "the parameter's type");

    private StudyKeys() {}

    private static Map<String, ValueType.Table> parameters() {
        Key when = Key.optional(
                "when",
                new ValueType.Alternatives(new ValueType.Named("when", "a mapping of parameters to values")),
                "the values of other parameters for which this parameter is active, or a list of which one must "
                        + "hold; by default always");
        Key prior = Key.optional("prior", PRIOR, "the prior: where the best value is expected; by default anywhere");
        Key weights = Key.optional(
                "prior",
                new ValueType.Named("weights", "a mapping of values to weights above 0"),
                "the prior weight of each value; by default 1");
        ValueType bound = new ScalarType.Whole(-IntegerParameter.LARGEST, IntegerParameter.LARGEST);
        Key values =
                Key.required("values", new ValueType.ListOf(new ScalarType.Any(), false), "the values to choose from");
        Key ordered = Key.required("values", values.valueType(), "the values to choose from, in order");
        Map<String, ValueType.Table> tables = new LinkedHashMap<>();
        tables.put(
                "continuous",
                new ValueType.Table(List.of(
                        Key.required("low", ScalarType.Decimal.ANY, "the lower bound, inclusive"),
                        Key.required("high", ScalarType.Decimal.ANY, "the upper bound, inclusive"),
                        scale("linear", "log"),
                        when,
                        prior)));
        tables.put(
                "integer",
                new ValueType.Table(List.of(
                        Key.required("low", bound, "the lower bound, inclusive"),
                        Key.required("high", bound, "the upper bound, inclusive"),
                        scale("linear", "log", "power_of_two"),
                        when,
                        prior)));
        tables.put("ordinal", new ValueType.Table(List.of(ordered, when, prior)));
        tables.put("categorical", new ValueType.Table(List.of(values, when, weights)));
        return tables;
    }

    private static Key scale(Object... words) {
        return Key.withDefault(
                "scale", new ScalarType.OneOf(List.of(words)), "linear", "the scale on which the range is searched");
    }

    /** The section {@code fidelity}. */
    static ValueType.Table fidelity(Algorithms algorithms) {
        Set<String> doubling = algorithms.names(Trait.DOUBLING_RUNGS);
        return new ValueType.Table(List.of(
                Key.required(
                        "max_epochs", whole(1), "the number of epochs of the top rung: the most that a trial trains"),
                Key.withDefault("min_epochs", whole(1), 1L, "the number of epochs of the lowest rung"),
                Key.withDefault(
                        "reduction",
                        whole(2),
                        3L,
                        "the reduction factor η: about one in η trials of a rung is promoted to the next"),
                Key.optional(
                        "spacing",
                        whole(2),
                        "the ratio between the epochs of one rung and the rung below; by default reduction"
                                + (doubling.isEmpty() ? "" : ", and 2 with " + String.join(", ", doubling)))));
    }

    /** The section {@code search}. */
    static ValueType.Table search(Algorithms algorithms) {
        ScalarType names = new ScalarType.OneOf(List.copyOf(algorithms.names()));
        return new ValueType.Table(List.of(
                Key.withDefault("algorithm", names, algorithms.defaultName(), "the search algorithm"),
                Key.withDefault(
                        "seed",
                        new ScalarType.Whole(Long.MIN_VALUE, Long.MAX_VALUE),
                        0L,
                        "the seed of all random choices"),
                Key.optional(
                        "warm_start",
                        new ValueType.ListOf(STUDY_NAME, false),
                        "the names of earlier studies in the same database that the search learns from")));
    }

    /** The sections of the file. */
    static ValueType.Table root(Algorithms algorithms) {
        Set<String> finite = algorithms.names(Trait.FINITE);
        return new ValueType.Table(List.of(
                Key.required("study", STUDY_NAME, "the study's unique name"),
                Key.required("objective", OBJECTIVE, "the objective to optimize"),
                Key.required(
                        "trainer",
                        new ValueType.Named("trainer", "a mapping with the key type and settings of the trainer"),
                        "the trainer and its fixed settings, which are the same for all trials"),
                Key.required(
                        "parameters",
                        new ValueType.Named(
                                "parameters", "a mapping of settings of the trainer to ranges or lists of values"),
                        "the searched settings of the trainer"),
                Key.required(
                        "fidelity",
                        fidelity(algorithms),
                        "the rungs: the numbers of epochs at which trials are compared"),
                Key.optional("search", search(algorithms), "the settings of the search"),
                Key.optional(
                        "budget",
                        BUDGET,
                        "the limits of the study; the first one reached ends it. At least one is required"
                                + (finite.isEmpty() ? "" : ", except with algorithm " + String.join(", ", finite))),
                Key.optional(
                        "start_with",
                        new ValueType.ListOf(
                                new ValueType.Named("configuration", "a mapping of parameters to values"), true),
                        "the configurations to try first, each trained to the top rung"),
                Key.optional("cluster", CLUSTER, "the resources that the study uses")));
    }

    private static ValueType whole(int low) {
        return new ScalarType.Whole(low, Integer.MAX_VALUE);
    }

    private static Map<String, String> knownAsSettings() {
        Map<String, String> remedies = new LinkedHashMap<>();
        for (String name : List.of(
                "epoch",
                "epochs",
                "max_epochs",
                "n_epochs",
                "nb_epoch",
                "nb_epochs",
                "num_epochs",
                "num_train_epochs")) {
            remedies.put(name, "fidelity: {max_epochs: ...} sets the largest number of epochs of a trial");
        }
        for (String name : List.of("seed", "random_state", "random_seed")) {
            remedies.put(name, "search: {seed: ...} sets the seed of the study, from which each trial gets its own");
        }
        return Map.copyOf(remedies);
    }
}
