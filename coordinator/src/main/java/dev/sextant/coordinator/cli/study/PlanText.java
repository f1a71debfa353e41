package dev.sextant.coordinator.cli.study;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.Prior;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.text.Plural;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.study.BudgetPlan;
import dev.sextant.coordinator.study.StudyPlan;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The plan of a study, as text and as JSON. */
final class PlanText {
    private final StudyPlan plan;
    private final StudySpec spec;

    PlanText(StudyPlan plan) {
        this.plan = plan;
        this.spec = plan.spec();
    }

    Map<String, Object> json() {
        BudgetPlan budget = plan.budget();
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
                        budget.rungs().stream()
                                .map(rung -> Json.object("epochs", rung.epochs(), "trials", rung.trials()))
                                .toList(),
                "epochs", budget.epochs().map(BudgetPlan.Epochs::expected),
                "epochs_low", budget.epochs().map(BudgetPlan.Epochs::low),
                "epochs_high", budget.epochs().map(BudgetPlan.Epochs::high),
                "full_trainings",
                        budget.epochs()
                                .map(epochs -> epochs.fullTrainings(maxEpochs()).expected()),
                "seconds_per_epoch", budget.secondsPerEpoch(),
                "slots", spec.cluster().slots(),
                "warm_start", spec.search().warmStart(),
                "priors", priors(),
                "trainer", spec.trainer().type(),
                "settings", plan.settings());
    }

    List<String> lines(AnsiStyle style) {
        List<String> lines = new ArrayList<>(overview().lines(style));
        section(lines, "search space", searchSpace(), style);
        section(lines, "fixed settings of " + spec.trainer().type(), fixedSettings(), style);
        section(lines, "approximate number of trials that reach each rung", trialsByRung(plan.budget()), style);
        return lines;
    }

    private static void section(List<String> lines, String title, Table table, AnsiStyle style) {
        if (!table.isEmpty()) {
            lines.add("");
            lines.add(style.write(title, AnsiStyle.Look.HEADING));
            lines.addAll(table.lines(style));
        }
    }

    private Table overview() {
        Table table = Table.of("", "");
        table.row("study", spec.name());
        table.row("objective", objective());
        table.row(
                "search", spec.search().algorithm() + ", seed " + spec.search().seed());
        table.row("space", SpaceText.size(spec.space()));
        table.row("rungs", rungs());
        table.row("budget", budget());
        budgetLines(plan.budget()).forEach(line -> table.row("", line));
        if (!spec.startWith().isEmpty()) {
            table.row(
                    "start with",
                    TextFormat.count(spec.startWith().size(), "configuration") + ", each trained to the top rung");
        }
        if (!spec.search().warmStart().isEmpty()) {
            table.row("warm start", String.join(", ", spec.search().warmStart()));
        }
        table.row("slots", slots());
        table.row(
                "checkpoints",
                spec.cluster().checkpoints().orElse("in $SEXTANT_HOME on this machine") + ", every "
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

    private String rungs() {
        String epochs = spec.fidelity().rungs().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return epochs + " epochs; about 1 in " + spec.fidelity().reduction() + " trials is promoted to the next rung";
    }

    private String budget() {
        Budget budget = spec.budget();
        List<String> limits = new ArrayList<>();
        budget.trials().ifPresent(trials -> limits.add(TextFormat.count(trials, "trial")));
        budget.epochs().ifPresent(epochs -> limits.add(TextFormat.count(epochs, "epoch")));
        budget.deviceHours().ifPresent(hours -> limits.add(TextFormat.seconds(hours * 3600) + " of device time"));
        budget.wallClock().ifPresent(time -> limits.add(TextFormat.duration(time) + " of wall clock"));
        budget.target().ifPresent(target -> limits.add(spec.objective().metric() + " " + TextFormat.number(target)));
        if (limits.isEmpty()) {
            return "no limit: runs until the search space is exhausted or the study is stopped";
        }
        return String.join(", ", limits) + (limits.size() > 1 ? "; the study ends at the first limit reached" : "");
    }

    private List<String> budgetLines(BudgetPlan budget) {
        List<String> lines = new ArrayList<>();
        budget.epochs().map(this::trainings).ifPresent(lines::add);
        budget.secondsPerEpoch()
                .ifPresent(seconds ->
                        lines.add("fits into the time limit if an epoch takes at most " + TextFormat.seconds(seconds)));
        return lines;
    }

    private String trainings(BudgetPlan.Epochs epochs) {
        BudgetPlan.FullTrainings full = epochs.fullTrainings(maxEpochs());
        boolean exact = epochs.low() == epochs.high();
        String trainings = exact
                ? TextFormat.number(full.expected()) + " full " + Plural.noun(full.expected(), "training")
                : oneDecimal(full.low()) + " to " + oneDecimal(full.high()) + " full trainings";
        String total = exact
                ? TextFormat.count(epochs.expected(), "epoch")
                : TextFormat.count(epochs.low()) + " to " + TextFormat.count(epochs.high(), "epoch");
        return "about %s of %s (%s in total)".formatted(trainings, TextFormat.count(maxEpochs(), "epoch"), total);
    }

    private static String oneDecimal(double number) {
        return TextFormat.number(Math.round(10 * number) / 10.0);
    }

    private int maxEpochs() {
        return spec.fidelity().maxEpochs();
    }

    private String slots() {
        ClusterSettings cluster = spec.cluster();
        return cluster.slots() + ", each " + TextFormat.count(cluster.cpusPerTrial(), "CPU")
                + (cluster.gpusPerTrial() == 0 ? "" : ", " + TextFormat.count(cluster.gpusPerTrial(), "GPU")) + ", "
                + cluster.memoryPerTrial() + " of memory";
    }

    private Table searchSpace() {
        boolean hasPriors = !spec.search().priors().isEmpty();
        Table table = hasPriors
                ? Table.of("parameter", "kind", "range", "when", "prior")
                : Table.of("parameter", "kind", "range", "when");
        for (Parameter parameter : spec.space().parameters()) {
            List<Object> row = new ArrayList<>(List.of(
                    parameter.name(),
                    SpaceText.kind(parameter),
                    SpaceText.range(parameter),
                    SpaceText.when(parameter, spec.space())));
            if (hasPriors) {
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

    private Table fixedSettings() {
        Table table = Table.of("setting", "value", "source");
        plan.settings()
                .forEach((name, value) -> table.row(
                        name,
                        TextFormat.value(value),
                        spec.trainer().settings().containsKey(name) ? "study file" : "default"));
        return table;
    }

    private static Table trialsByRung(BudgetPlan budget) {
        Table table = Table.of(">epochs", ">trials");
        budget.rungs().forEach(rung -> table.row(rung.epochs(), TextFormat.count(rung.trials())));
        return table;
    }
}
