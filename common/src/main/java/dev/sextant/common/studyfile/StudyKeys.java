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

/** The keys of the study file: the one table from which reader, schema and reference are made. */
final class StudyKeys {
    static final ScalarForm STUDY_NAME =
            new ScalarForm.Shaped("^[a-z0-9][a-z0-9-]{0,62}$", "a name of at most 63 letters of a-z, 0-9 and -");

    static final Form.Table CONSTRAINT = new Form.Table(List.of(
            Key.required("metric", new ScalarForm.Text(), "a metric that the trainer reports"),
            Key.optional("at_most", ScalarForm.Decimal.ANY, "the largest value of the metric that is good enough"),
            Key.optional("at_least", ScalarForm.Decimal.ANY, "the smallest value of the metric that is good enough")));

    static final Form.Table OBJECTIVE = new Form.Table(List.of(
            Key.required(
                    "metric", new ScalarForm.Text(), "the metric to optimise, as the trainer reports it each epoch"),
            Key.required("goal", new ScalarForm.OneOf(List.of("maximize", "minimize")), "which way is better"),
            Key.optional(
                    "constraints",
                    new Form.ListOf(CONSTRAINT, true),
                    "bounds on other metrics that a configuration must keep to be the best")));

    static final Form.Table BUDGET = new Form.Table(List.of(
            Key.optional("trials", whole(1), "trials that may be started"),
            Key.optional(
                    "epochs", new ScalarForm.Whole(1, Long.MAX_VALUE), "epochs that may be trained, over all trials"),
            Key.optional("device_hours", new ScalarForm.Positive(), "hours that devices may be busy, in sum"),
            Key.optional("wall_clock", new ScalarForm.Time(), "time that the study may run, over all resumes"),
            Key.optional("target", ScalarForm.Decimal.ANY, "a value of the objective metric that is good enough")));

    static final Form.Table CLUSTER = new Form.Table(List.of(
            Key.withDefault("slots", whole(1), 1L, "runs at once"),
            Key.withDefault("gpus_per_trial", whole(0), 0L, "whole GPUs of a run"),
            Key.withDefault("cpus_per_trial", whole(1), 1L, "CPU cores of a run"),
            Key.withDefault(
                    "memory_per_trial",
                    new ScalarForm.Shaped("^[1-9][0-9]{0,9}[kmgtKMGT]$", "an amount of memory such as 512m or 2g"),
                    "2g",
                    "memory of a run"),
            Key.optional(
                    "checkpoints",
                    new ScalarForm.PathText(),
                    "a Hadoop path for checkpoints that the driver and all executors share; else the launcher's"),
            Key.withDefault(
                    "checkpoint_every",
                    new ScalarForm.Time(),
                    Duration.ofSeconds(60),
                    "how old the last checkpoint may be before an epoch's end saves another"),
            Key.withDefault(
                    "silence",
                    new ScalarForm.Time(),
                    Duration.ofMinutes(30),
                    "how long a run may report nothing before it is cut off and tried again")));

    static final Form.Table PRIOR = new Form.Table(List.of(
            Key.required("around", new ScalarForm.Any(), "the value near which the best is believed to be"),
            Key.withDefault(
                    "confidence",
                    new ScalarForm.OneOf(Arrays.stream(Prior.Confidence.values())
                            .<Object>map(Prior.Confidence::word)
                            .toList()),
                    Prior.Confidence.MEDIUM.word(),
                    "how sure that is: two thirds of the belief lie within 30 %, 15 % or 6 % of the axis")));

    /** The keys of a parameter, beside {@code type}, by its type. */
    static final Map<String, Form.Table> PARAMETERS = parameters();

    /** The types of parameters. */
    static final Key PARAMETER_TYPE = Key.required(
            "type", new ScalarForm.OneOf(List.copyOf(PARAMETERS.keySet())), "what kind of values it takes");

    private StudyKeys() {}

    private static Map<String, Form.Table> parameters() {
        Key when = Key.optional(
                "when",
                new Form.Named("when", "a mapping of parameters to values"),
                "the values of other parameters with which this one plays a part; else always");
        Key prior = Key.optional("prior", PRIOR, "where the best value is believed to be; else anywhere");
        Key weights = Key.optional(
                "prior",
                new Form.Named("weights", "a mapping of values to weights above 0"),
                "how much each value is believed in; 1 where nothing is said");
        Form bound = new ScalarForm.Whole(-IntegerParameter.LARGEST, IntegerParameter.LARGEST);
        Key values = Key.required("values", new Form.ListOf(new ScalarForm.Any(), false), "the values to choose from");
        Key ordered = Key.required("values", values.form(), "the values to choose from, in their order");
        Map<String, Form.Table> tables = new LinkedHashMap<>();
        tables.put(
                "continuous",
                new Form.Table(List.of(
                        Key.required("low", ScalarForm.Decimal.ANY, "the smallest value"),
                        Key.required("high", ScalarForm.Decimal.ANY, "the largest value"),
                        scale("linear", "log"),
                        when,
                        prior)));
        tables.put(
                "integer",
                new Form.Table(List.of(
                        Key.required("low", bound, "the smallest value"),
                        Key.required("high", bound, "the largest value"),
                        scale("linear", "log", "power_of_two"),
                        when,
                        prior)));
        tables.put("ordinal", new Form.Table(List.of(ordered, when, prior)));
        tables.put("categorical", new Form.Table(List.of(values, when, weights)));
        return tables;
    }

    private static Key scale(Object... words) {
        return Key.withDefault(
                "scale", new ScalarForm.OneOf(List.of(words)), "linear", "how the range is laid on its axis");
    }

    /** The section {@code fidelity}. */
    static Form.Table fidelity(Algorithms algorithms) {
        Set<String> doubling = algorithms.names(Trait.DOUBLING_RUNGS);
        return new Form.Table(List.of(
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
    static Form.Table search(Algorithms algorithms) {
        ScalarForm names = new ScalarForm.OneOf(List.copyOf(algorithms.names()));
        return new Form.Table(List.of(
                Key.withDefault("algorithm", names, algorithms.defaultName(), "the search algorithm"),
                Key.withDefault(
                        "seed",
                        new ScalarForm.Whole(Long.MIN_VALUE, Long.MAX_VALUE),
                        0L,
                        "a number from which all that is random derives"),
                Key.optional(
                        "warm_start",
                        new Form.ListOf(STUDY_NAME, false),
                        "earlier studies in the same database that the search learns from")));
    }

    /** The sections of the file. */
    static Form.Table root(Algorithms algorithms) {
        Set<String> finite = algorithms.names(Trait.FINITE);
        return new Form.Table(List.of(
                Key.required("study", STUDY_NAME, "the study's unique name, of a-z, 0-9 and -"),
                Key.required("objective", OBJECTIVE, "what the study optimises"),
                Key.required(
                        "trainer",
                        new Form.Named("trainer", "a mapping with the key type and the trainer's settings"),
                        "the trainer, and the settings that are the same for all trials"),
                Key.required(
                        "parameters",
                        new Form.Named("parameters", "a mapping of the trainer's settings to what is tried for them"),
                        "the settings that are searched"),
                Key.required("fidelity", fidelity(algorithms), "the epochs at which trials are compared"),
                Key.optional("search", search(algorithms), "how configurations are chosen"),
                Key.optional(
                        "budget",
                        BUDGET,
                        "the limits of the study; the first one reached ends it. At least one is required"
                                + (finite.isEmpty() ? "" : ", except with algorithm " + String.join(", ", finite))),
                Key.optional(
                        "start_with",
                        new Form.ListOf(new Form.Named("configuration", "a mapping of parameters to values"), true),
                        "configurations that are tried first, to the top rung"),
                Key.optional("cluster", CLUSTER, "what the study asks of the cluster")));
    }

    private static Form whole(int low) {
        return new ScalarForm.Whole(low, Integer.MAX_VALUE);
    }
}
