package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.report.ExtrapolationReport;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.StudyQueries;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialOrder;
import dev.sextant.sql.row.TrialSummary;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant trials}. */
@Command(
        name = "trials",
        description = "List the trials of a study, the newest first or the best first.",
        footer = {
            "",
            "Examples:",
            "  sextant trials cars-resnet18 --top 10",
            "  sextant trials cars-resnet18 --state failed,stopped --limit 200",
            "  sextant trials cars-resnet18 --state paused --expected",
            "  sextant trials cars-resnet18 --limit 10000 --json | jq '.[] | select(.value > 0.9) | .params'"
        })
public final class TrialsCommand implements Callable<Integer> {
    /** Marks the value of a trial that violates a constraint after every epoch. */
    private static final String INFEASIBLE = " !";

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "List only trials in these states: ${COMPLETION-CANDIDATES}.")
    private List<TrialState> states = new ArrayList<>();

    @Option(names = "--top", paramLabel = "N", description = "List the N best trials, the best first.")
    private Integer top;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Maximum number of trials. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--expected",
            description = "Show the value that each unfinished trial is expected to reach if it is trained to the end.")
    private boolean expected;

    public TrialsCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        if (limit < 1 || (top != null && top < 1)) {
            throw new UsageException((top == null ? "--limit (" + limit : "--top (" + top) + ") must be at least 1");
        }
        try (DatabaseSession session = database.openAsIs()) {
            StudyRow row = study.find(session.database());
            StudyQueries reader = session.database().reader();
            List<TrialSummary> trials = read(reader);
            Optional<ExtrapolationReport> values = expected && !trials.isEmpty()
                    ? Optional.of(ExtrapolationReport.of(row, session.database()))
                    : Optional.empty();
            if (output.isJson()) {
                output.json(trials.stream().map(trial -> json(trial, values)).toList());
            } else {
                StudySummary summary = reader.study(study.name()).orElseThrow();
                print(summary, trials, values);
            }
            return ExitCode.DONE;
        }
    }

    private List<TrialSummary> read(StudyQueries reader) {
        Set<TrialState> wanted = states.isEmpty() ? Set.of() : EnumSet.copyOf(states);
        if (top == null) {
            return reader.trials(study.name(), wanted, TrialOrder.NEWEST, limit);
        }
        return reader.trials(study.name(), wanted, TrialOrder.BEST, top).stream()
                .filter(trial -> trial.feasibleValue().isPresent())
                .toList();
    }

    private static Map<String, Object> json(TrialSummary trial, Optional<ExtrapolationReport> values) {
        Map<String, Object> json = StudyJson.trial(trial);
        values.ifPresent(expectedOf -> json.put("expected", expectedOf.json(trial)));
        return json;
    }

    private void print(StudySummary summary, List<TrialSummary> trials, Optional<ExtrapolationReport> values) {
        if (trials.isEmpty()) {
            output.line(emptyListing(summary));
            return;
        }
        output.table(table(summary, trials, values));
        if (trials.stream().anyMatch(TrialsCommand::isInfeasible)) {
            output.line("");
            output.line(INFEASIBLE.strip() + " violates a constraint after every epoch");
        }
        values.ifPresent(expectedOf -> {
            output.line("");
            output.line(expectedOf.note(summary.metric()));
        });
        output.next(NextStep.afterTrials(study.name(), trials.get(0).trial()));
        if (top == null && trials.size() == limit && trials.size() < summary.trials()) {
            output.line("");
            output.line("The newest %s%s. Use --limit N to list more, --top N to list the best."
                    .formatted(
                            TextFormat.count(trials.size()),
                            states.isEmpty() ? " of " + TextFormat.count(summary.trials(), "trial") : ""));
        }
    }

    private String emptyListing(StudySummary summary) {
        if (summary.trials() == 0) {
            return study.name() + " has no trials yet. Run `sextant resume " + study.name() + "` to run it.";
        }
        if (!states.isEmpty()) {
            String stateNames = states.stream()
                    .map(state -> state.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
            return "None of the " + TextFormat.count(summary.trials(), "trial") + " is " + stateNames
                    + ". `sextant status " + study.name() + "` shows the number of trials in each state.";
        }
        return "No trial of " + study.name() + " has a value of " + summary.metric() + " yet. `sextant trials "
                + study.name() + "` lists all trials.";
    }

    /** Expected values replace the device time, to leave room for the configuration. */
    private static Table table(StudySummary summary, List<TrialSummary> trials, Optional<ExtrapolationReport> values) {
        Table table = Table.of(
                ">trial",
                "state",
                ">" + summary.metric(),
                ">epochs",
                values.isPresent() ? "expected" : ">device time",
                "proposed by",
                "configuration or error");
        for (TrialSummary trial : trials) {
            table.row(
                    trial.trial(),
                    state(trial),
                    TextFormat.number(trial.value()) + (isInfeasible(trial) ? INFEASIBLE : ""),
                    trial.epoch(),
                    values.map(expectedOf -> expectedOf.cell(trial))
                            .orElseGet(() -> TextFormat.seconds(trial.deviceSeconds())),
                    trial.proposedBy(),
                    trial.state() == TrialState.FAILED && !trial.error().isEmpty()
                            ? trial.error()
                            : TextFormat.parameters(trial.params()));
        }
        return table;
    }

    /** Returns whether the trial violates a constraint after every epoch. */
    private static boolean isInfeasible(TrialSummary trial) {
        return trial.value().isPresent() && trial.feasibleValue().isEmpty();
    }

    private static Table.Cell state(TrialSummary trial) {
        return trial.failure()
                .map(kind -> new Table.Cell(kind.name(), AnsiStyle.Look.BAD))
                .orElseGet(() -> Table.Cell.of(trial.state()));
    }
}
