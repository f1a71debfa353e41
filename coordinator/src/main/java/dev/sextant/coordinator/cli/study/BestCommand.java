package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.study.BaselineTrial;
import dev.sextant.coordinator.study.ConstraintValue;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.LeaderboardRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant best}. */
@Command(
        name = "best",
        description = {
            "Show the best configuration next to the baseline.",
            "",
            "The baseline is the first configuration under start_with. Without start_with only the best is shown."
        },
        footer = {"", "Examples:", "  sextant best cars-resnet18", "  sextant best cars-resnet18 --yaml > trainer.yaml"
        })
public final class BestCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(names = "--yaml", description = "Print the best configuration as the trainer section of a study file.")
    private boolean yaml;

    public BestCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        if (yaml && output.isJson()) {
            throw new UsageException("--yaml and --json cannot be combined. Give one of them.");
        }
        try (DatabaseSession session = database.openAsIs()) {
            StudySpec spec = study.find(session.database()).spec();
            LeaderboardRow best = session.database().reader().leaderboard(study.name(), 1).stream()
                    .findFirst()
                    .orElseThrow(() -> new CommandException("No trial of " + study.name() + " has a value of "
                            + spec.objective().metric() + " yet"
                            + (spec.objective().constraints().isEmpty() ? "" : " that satisfies all constraints")
                            + ". `sextant status " + study.name() + "` shows its progress."));
            Optional<BaselineTrial> baseline =
                    BaselineTrial.find(session.database(), spec).filter(candidate -> candidate.trial() != best.trial());
            if (yaml) {
                output.line(trainerSection(spec, best).stripTrailing());
            } else if (output.isJson()) {
                output.json(json(spec, best, ConstraintValue.of(session.database(), spec, best), baseline));
            } else {
                print(spec, best, ConstraintValue.of(session.database(), spec, best), baseline);
            }
            return ExitCode.DONE;
        }
    }

    private static String line(ConstraintValue value) {
        return "%s %s (%s)"
                .formatted(
                        value.constraint().metric(),
                        TextFormat.number(value.value()),
                        TextFormat.bound(value.constraint()));
    }

    private static Map<String, Object> json(ConstraintValue value) {
        Objective.Constraint constraint = value.constraint();
        return Json.object(
                "metric",
                constraint.metric(),
                "value",
                value.value(),
                constraint.side().word(),
                constraint.bound());
    }

    private Map<String, Object> json(
            StudySpec spec,
            LeaderboardRow best,
            List<ConstraintValue> constraintValues,
            Optional<BaselineTrial> baseline) {
        Map<String, Object> json = Json.object(
                "study",
                study.name(),
                "metric",
                spec.objective().metric(),
                "goal",
                spec.objective().goal().word());
        json.putAll(StudyJson.leader(best));
        json.put("constraints", constraintValues.stream().map(BestCommand::json).toList());
        json.put(
                "start_with",
                baseline.map(first ->
                        Json.object("trial", first.trial(), "value", first.value(), "params", first.params())));
        json.put(
                "lift",
                baseline.map(first ->
                        first.improvement(best.value(), spec.objective().goal())));
        return json;
    }

    private void print(
            StudySpec spec,
            LeaderboardRow best,
            List<ConstraintValue> constraintValues,
            Optional<BaselineTrial> baseline) {
        String metric = spec.objective().metric();
        output.line("%s: best %s %s, trial %d after epoch %d"
                .formatted(study.name(), metric, TextFormat.number(best.value()), best.trial(), best.epoch()));
        constraintValues.forEach(value -> output.line(line(value)));
        baseline.ifPresent(first -> output.line("%s better than the baseline (%s, trial %d, the first under start_with)"
                .formatted(
                        TextFormat.number(
                                first.improvement(best.value(), spec.objective().goal())),
                        TextFormat.number(first.value()),
                        first.trial())));
        output.line("");
        output.table(table(metric, best, baseline));
        output.line("");
        output.line("`sextant show " + study.name() + " " + best.trial() + "` shows the trial in detail");
        output.line("`sextant best " + study.name() + " --yaml` prints the configuration for a study file");
        output.next(NextStep.afterBest(study.name(), TrialModel.isOf(spec)));
    }

    private static Table table(String metric, LeaderboardRow best, Optional<BaselineTrial> baseline) {
        Table table = baseline.map(first ->
                        Table.of("parameter", "trial " + best.trial(), "baseline (trial " + first.trial() + ")"))
                .orElseGet(() -> Table.of("parameter", "trial " + best.trial()));
        row(table, metric, TextFormat.number(best.value()), baseline.map(first -> TextFormat.number(first.value())));
        Set<String> names = new TreeSet<>(best.params().keySet());
        baseline.ifPresent(first -> names.addAll(first.params().keySet()));
        for (String name : names) {
            row(table, name, valueOf(best.params(), name), baseline.map(first -> valueOf(first.params(), name)));
        }
        return table;
    }

    private static void row(Table table, String name, String best, Optional<String> baseline) {
        if (baseline.isPresent()) {
            table.row(name, best, baseline.get());
        } else {
            table.row(name, best);
        }
    }

    private static String valueOf(Map<String, Object> params, String name) {
        return params.containsKey(name) ? TextFormat.brief(params.get(name)) : TextFormat.NOTHING;
    }

    /** Formats a trainer section with the fixed settings and the best configuration. */
    private static String trainerSection(StudySpec spec, LeaderboardRow best) {
        Map<String, Object> settings = new TreeMap<>(spec.trainer().settings());
        settings.putAll(best.params());
        Map<String, Object> trainer = Json.object("type", spec.trainer().type());
        trainer.putAll(settings);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return "# Trial " + best.trial() + " of " + spec.name() + ": "
                + spec.objective().metric() + " " + best.value()
                + " after epoch " + best.epoch() + "\n"
                + new Yaml(options).dump(Json.object("trainer", trainer));
    }
}
