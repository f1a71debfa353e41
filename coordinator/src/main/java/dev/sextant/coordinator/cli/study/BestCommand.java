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
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.study.BaselineTrial;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.Measurement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant best}. */
@Command(
        name = "best",
        description = "Show the best configuration, beside the first that the study was told to start with.",
        footer = {"", "Examples:", "  sextant best cars-resnet18", "  sextant best cars-resnet18 --yaml > trainer.yaml"
        })
public final class BestCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(names = "--yaml", description = "Print it as the trainer section of a study file.")
    private boolean yaml;

    public BestCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        if (yaml && output.isJson()) {
            throw new UsageException("--yaml and --json do not go together; choose one");
        }
        try (DatabaseSession session = database.openExisting()) {
            StudySpec spec = study.find(session.database()).spec();
            LeaderboardRow best = session.database().reader().leaderboard(study.name(), 1).stream()
                    .findFirst()
                    .orElseThrow(() -> new CommandException("No trial of " + study.name() + " has a value of "
                            + spec.objective().metric() + " yet"
                            + (spec.objective().constraints().isEmpty() ? "" : " that keeps all constraints")
                            + "; `sextant status " + study.name() + "` shows where it stands"));
            Optional<BaselineTrial> reference =
                    BaselineTrial.find(session.database(), spec).filter(candidate -> candidate.trial() != best.trial());
            if (yaml) {
                output.line(trainerSection(spec, best).stripTrailing());
            } else if (output.isJson()) {
                output.json(json(spec, best, bounds(session.database(), spec, best), reference));
            } else {
                print(spec, best, bounds(session.database(), spec, best), reference);
            }
            return ExitCode.DONE;
        }
    }

    /** A constraint, and what its metric came to after the best epoch. */
    private record Bound(Objective.Constraint constraint, double value) {
        String line() {
            return "%s %s (%s)".formatted(constraint.metric(), TextFormat.number(value), TextFormat.bound(constraint));
        }

        Map<String, Object> json() {
            return Json.object(
                    "metric",
                    constraint.metric(),
                    "value",
                    value,
                    constraint.side().word(),
                    constraint.bound());
        }
    }

    private List<Bound> bounds(Database open, StudySpec spec, LeaderboardRow best) {
        List<Objective.Constraint> constraints = spec.objective().constraints();
        if (constraints.isEmpty()) {
            return List.of();
        }
        Map<String, Double> measured = open.reader().trial(study.name(), best.trial()).orElseThrow().curve().stream()
                .filter(measurement -> measurement.epoch() == best.epoch())
                .collect(Collectors.toMap(Measurement::metric, Measurement::value));
        return constraints.stream()
                .map(constraint -> new Bound(constraint, measured.get(constraint.metric())))
                .toList();
    }

    /** How much better the best is, positive when it is. */
    private static double lift(StudySpec spec, LeaderboardRow best, BaselineTrial reference) {
        double difference = best.value() - reference.value();
        return spec.objective().goal().signed(difference);
    }

    private Map<String, Object> json(
            StudySpec spec, LeaderboardRow best, List<Bound> bounds, Optional<BaselineTrial> reference) {
        Map<String, Object> json = Json.object(
                "study",
                study.name(),
                "metric",
                spec.objective().metric(),
                "goal",
                spec.objective().goal().word());
        json.putAll(StudyJson.leader(best));
        json.put("constraints", bounds.stream().map(Bound::json).toList());
        json.put(
                "start_with",
                reference.map(first ->
                        Json.object("trial", first.trial(), "value", first.value(), "params", first.params())));
        json.put("lift", reference.map(first -> lift(spec, best, first)));
        return json;
    }

    private void print(StudySpec spec, LeaderboardRow best, List<Bound> bounds, Optional<BaselineTrial> reference) {
        String metric = spec.objective().metric();
        output.line("%s: best %s %s by trial %d after %s"
                .formatted(
                        study.name(),
                        metric,
                        TextFormat.number(best.value()),
                        best.trial(),
                        TextFormat.count(best.epoch(), "epoch")));
        bounds.forEach(bound -> output.line(bound.line()));
        reference.ifPresent(
                first -> output.line("%s better than the first configuration under start_with (%s, trial %d)"
                        .formatted(
                                TextFormat.number(lift(spec, best, first)),
                                TextFormat.number(first.value()),
                                first.trial())));
        output.line("");
        output.table(table(metric, best, reference));
        output.line("");
        output.line("`sextant show " + study.name() + " " + best.trial() + "` tells its story");
        output.line("`sextant best " + study.name() + " --yaml` writes it for a study file");
    }

    private static Table table(String metric, LeaderboardRow best, Optional<BaselineTrial> reference) {
        Table table = reference
                .map(first ->
                        Table.of("parameter", "trial " + best.trial(), "start_with (trial " + first.trial() + ")"))
                .orElseGet(() -> Table.of("parameter", "trial " + best.trial()));
        row(table, metric, TextFormat.number(best.value()), reference.map(first -> TextFormat.number(first.value())));
        Set<String> names = new TreeSet<>(best.params().keySet());
        reference.ifPresent(first -> names.addAll(first.params().keySet()));
        for (String name : names) {
            row(table, name, valueOf(best.params(), name), reference.map(first -> valueOf(first.params(), name)));
        }
        return table;
    }

    private static void row(Table table, String name, String best, Optional<String> reference) {
        if (reference.isPresent()) {
            table.row(name, best, reference.get());
        } else {
            table.row(name, best);
        }
    }

    private static String valueOf(Map<String, Object> params, String name) {
        return params.containsKey(name) ? TextFormat.brief(params.get(name)) : TextFormat.NOTHING;
    }

    /** Fixed and searched settings together: training just this configuration. */
    private static String trainerSection(StudySpec spec, LeaderboardRow best) {
        Map<String, Object> settings = new TreeMap<>(spec.trainer().settings());
        settings.putAll(best.params());
        Map<String, Object> trainer = Json.object("type", spec.trainer().type());
        trainer.putAll(settings);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return "# Trial " + best.trial() + " of " + spec.name() + ": "
                + spec.objective().metric() + " " + best.value()
                + " after " + TextFormat.count(best.epoch(), "epoch") + "\n"
                + new Yaml(options).dump(Json.object("trainer", trainer));
    }
}
