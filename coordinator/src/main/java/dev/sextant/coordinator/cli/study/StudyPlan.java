package dev.sextant.coordinator.cli.study;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.text.Plural;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a sound study file would do, as text and as JSON. */
record StudyPlan(StudySpec spec, Trainers trainers) {
    Map<String, Object> json() {
        BudgetPlan worth = BudgetPlan.of(spec);
        return Json.object(
                "study", spec.name(),
                "spec_hash", SpecJson.hash(spec),
                "algorithm", spec.search().algorithm(),
                "metric", spec.objective().metric(),
                "goal", spec.objective().goal().word(),
                "dimensions", spec.space().dimensions(),
                "configurations", spec.space().size(SpaceText.COUNTABLE),
                "rungs", spec.fidelity().rungs(),
                "trials_by_rung",
                        worth.rungs().stream()
                                .map(rung -> Json.object("epochs", rung.epochs(), "trials", rung.trials()))
                                .toList(),
                "epochs", worth.epochs(),
                "full_trainings", worth.fullTrainings(),
                "seconds_per_epoch", worth.secondsPerEpoch(),
                "slots", spec.cluster().slots(),
                "warm_start", spec.search().warmStart(),
                "priors", priors(),
                "trainer", spec.trainer().type(),
                "settings", resolved());
    }

    List<String> lines(AnsiStyle ink) {
        List<String> lines = new ArrayList<>(overview().lines(ink));
        section(lines, "searched", searched(), ink);
        section(lines, "fixed settings of " + spec.trainer().type(), fixed(), ink);
        BudgetPlan worth = BudgetPlan.of(spec);
        section(lines, "trials that reach each rung, about", rungs(worth), ink);
        return lines;
    }

    private static void section(List<String> lines, String title, Table table, AnsiStyle ink) {
        if (!table.isEmpty()) {
            lines.add("");
            lines.add(ink.write(title, AnsiStyle.Look.HEADING));
            lines.addAll(table.lines(ink));
        }
    }

    private Table overview() {
        Table table = Table.of("", "");
        table.row("study", spec.name());
        table.row("objective", objective());
        table.row(
                "search", spec.search().algorithm() + ", seed " + spec.search().seed());
        table.row("space", SpaceText.size(spec.space()));
        table.row("rungs", rungWords());
        table.row("budget", budget());
        worthWords(BudgetPlan.of(spec)).forEach(words -> table.row("", words));
        if (!spec.startWith().isEmpty()) {
            table.row(
                    "start with",
                    TextFormat.count(spec.startWith().size(), "configuration") + ", trained to the top rung");
        }
        if (!spec.search().warmStart().isEmpty()) {
            table.row("learns from", String.join(", ", spec.search().warmStart()) + ", if the database has them");
        }
        table.row("slots", slots());
        table.row(
                "checkpoints",
                spec.cluster().checkpoints().orElse("in Sextant's own folder on this machine") + ", every "
                        + TextFormat.duration(spec.cluster().checkpointEvery()));
        return table;
    }

    private String objective() {
        Objective objective = spec.objective();
        String constraints = objective.constraints().stream()
                .map(constraint -> constraint.metric() + " " + TextFormat.bound(constraint))
                .collect(Collectors.joining(", "));
        return objective.goal().word() + " " + objective.metric() + (constraints.isEmpty() ? "" : "; " + constraints);
    }

    private String rungWords() {
        String epochs = spec.fidelity().rungs().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return epochs + " epochs; about one in " + spec.fidelity().reduction() + " goes on to the next";
    }

    private String budget() {
        Budget budget = spec.budget();
        List<String> limits = new ArrayList<>();
        budget.trials().ifPresent(trials -> limits.add(TextFormat.count(trials, "trial")));
        budget.epochs().ifPresent(epochs -> limits.add(TextFormat.count(epochs, "epoch")));
        budget.deviceHours().ifPresent(hours -> limits.add(TextFormat.seconds(hours * 3600) + " of device time"));
        budget.wallClock().ifPresent(time -> limits.add(TextFormat.duration(time) + " on the clock"));
        budget.target().ifPresent(target -> limits.add(spec.objective().metric() + " " + TextFormat.number(target)));
        if (limits.isEmpty()) {
            return "no limit: until the space is exhausted or somebody stops it";
        }
        return String.join(", ", limits) + (limits.size() > 1 ? "; the first reached ends the study" : "");
    }

    private List<String> worthWords(BudgetPlan worth) {
        List<String> words = new ArrayList<>();
        worth.epochs()
                .ifPresent(epochs -> words.add("worth about %s of %s, %s in all"
                        .formatted(
                                trainings(worth.fullTrainings().getAsDouble()),
                                TextFormat.count(spec.fidelity().maxEpochs(), "epoch"),
                                TextFormat.count(epochs, "epoch"))));
        worth.secondsPerEpoch()
                .ifPresent(seconds -> words.add(
                        "all of them fit into the time if an epoch takes no more than " + TextFormat.seconds(seconds)));
        return words;
    }

    private static String trainings(double full) {
        return TextFormat.number(full) + " full " + Plural.noun(full, "training");
    }

    private String slots() {
        ClusterSettings cluster = spec.cluster();
        return cluster.slots() + ", each " + TextFormat.count(cluster.cpusPerTrial(), "CPU")
                + (cluster.gpusPerTrial() == 0 ? "" : ", " + TextFormat.count(cluster.gpusPerTrial(), "GPU")) + ", "
                + cluster.memoryPerTrial() + " of memory";
    }

    private Table searched() {
        boolean believed = !spec.search().priors().isEmpty();
        Table table = believed
                ? Table.of("parameter", "kind", "range", "when", "believed")
                : Table.of("parameter", "kind", "range", "when");
        for (Parameter parameter : spec.space().parameters()) {
            List<Object> row = new ArrayList<>(List.of(
                    parameter.name(),
                    SpaceText.kind(parameter),
                    SpaceText.range(parameter),
                    SpaceText.when(parameter)));
            if (believed) {
                Optional<Prior> prior =
                        Optional.ofNullable(spec.search().priors().get(parameter.name()));
                row.add(prior.map(known -> PriorText.of(parameter, known)).orElse(""));
            }
            table.row(row.toArray());
        }
        return table;
    }

    private Map<String, Object> priors() {
        Map<String, Object> priors = new TreeMap<>();
        spec.search()
                .priors()
                .forEach((name, prior) ->
                        priors.put(name, PriorText.json(spec.space().parameter(name), prior)));
        return priors;
    }

    private Table fixed() {
        Table table = Table.of("setting", "value", "from");
        resolved()
                .forEach((name, value) -> table.row(
                        name,
                        TextFormat.value(value),
                        spec.trainer().settings().containsKey(name) ? "study file" : "default"));
        return table;
    }

    /** What every trial is trained with beside its configuration: given settings and defaults. */
    private Map<String, Object> resolved() {
        List<Setting> declared =
                trainers.find(spec.trainer().type()).orElseThrow().settings();
        Map<String, Object> settings = new TreeMap<>(
                Settings.withDefaults(declared, spec.trainer().settings()).values());
        Set<String> searched =
                spec.space().parameters().stream().map(Parameter::name).collect(Collectors.toCollection(TreeSet::new));
        settings.keySet().removeAll(searched);
        return settings;
    }

    private static Table rungs(BudgetPlan worth) {
        Table table = Table.of(">epochs", ">trials");
        worth.rungs().forEach(rung -> table.row(rung.epochs(), TextFormat.count(rung.trials())));
        return table;
    }
}
