package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.LearningCurve;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.CurvePlot;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.report.ExtrapolationReport;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.DecisionRow;
import dev.sextant.sql.row.Measurement;
import dev.sextant.sql.row.RunSummary;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import dev.sextant.sql.row.TrialDetails;
import dev.sextant.sql.row.TrialSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant show}. */
@Command(
        name = "show",
        description = "Show one trial: configuration, learning curve, runs, decisions.",
        footer = {"", "Examples:", "  sextant show cars-resnet18 12", "  sextant show cars-resnet18 12 --why"})
public final class ShowCommand implements Callable<Integer> {
    /** The detail of a {@link DecisionKind#FAIL} that holds the error output. */
    private static final String ERROR_OUTPUT = "details";

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1",
            paramLabel = "TRIAL",
            description = "Number of the trial. `sextant trials NAME` lists all trials.")
    private int number;

    @Option(names = "--why", description = "Show the numbers behind each decision.")
    private boolean why;

    public ShowCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        try (DatabaseSession session = database.openAsIs()) {
            StudyRow row = study.find(session.database());
            StudySummary summary =
                    session.database().reader().study(study.name()).orElseThrow();
            TrialDetails details = trial(session.database(), summary);
            Optional<ExtrapolationReport> expected = ExtrapolationReport.appliesTo(details.trial(), row.spec())
                    ? Optional.of(ExtrapolationReport.of(row, session.database()))
                    : Optional.empty();
            if (output.isJson()) {
                output.json(json(details, expected));
            } else {
                print(summary, details, expected);
            }
            return ExitCode.DONE;
        }
    }

    private TrialDetails trial(Database open, StudySummary summary) {
        return open.reader()
                .trial(study.name(), number)
                .orElseThrow(() -> new CommandException("There is no trial " + number + " in " + study.name()
                        + ": it has " + (summary.trials() == 0 ? "no trials yet" : "trials 1 to " + summary.trials())));
    }

    private static Map<String, Object> json(TrialDetails details, Optional<ExtrapolationReport> expected) {
        Map<String, Object> json = StudyJson.trial(details.trial());
        json.put("expected", expected.flatMap(values -> values.json(details.trial())));
        json.put("runs", details.runs().stream().map(StudyJson::run).toList());
        json.put(
                "learning_curve",
                details.curve().stream().map(StudyJson::measurement).toList());
        json.put(
                "checkpoints",
                details.checkpoints().stream().map(StudyJson::checkpoint).toList());
        json.put("notes", details.notes().stream().map(StudyJson::note).toList());
        json.put(
                "decisions",
                details.decisions().stream().map(StudyJson::decision).toList());
        return json;
    }

    private void print(StudySummary summary, TrialDetails details, Optional<ExtrapolationReport> expected) {
        TrialSummary trial = details.trial();
        AnsiStyle style = output.style();
        output.line(style.write(study.name() + " trial " + trial.trial(), AnsiStyle.Look.HEADING) + "  "
                + style.write(trial.state().name(), AnsiStyle.lookOf(trial.state()))
                + trial.failure()
                        .map(kind -> " " + style.write(kind.name(), AnsiStyle.Look.BAD))
                        .orElse("")
                + "  proposed by " + trial.proposedBy());
        if (!trial.error().isEmpty()) {
            output.line(style.write(trial.error(), AnsiStyle.Look.WARNING));
        }
        output.line("");
        output.table(result(summary, trial, details.runs(), expected));
        notes(details);
        section("configuration");
        Table configuration = Table.of("", "");
        trial.params().forEach((name, value) -> configuration.row(name, TextFormat.value(value)));
        output.table(configuration);
        curve(summary, details);
        section("runs");
        output.table(runs(details));
        details.decisions().forEach(this::errorOutput);
        section("decisions");
        decisions(details);
        output.next(NextStep.afterShow(study.name(), trial.trial(), why));
    }

    /** Prints the full stack trace or program output of a failed trial. */
    private void errorOutput(DecisionRow decision) {
        if (decision.kind() == DecisionKind.FAIL
                && StudyJson.details(decision).get(ERROR_OUTPUT) instanceof String text) {
            section("error output");
            output.lines(text.lines().toList());
        }
    }

    private void section(String title) {
        output.line("");
        output.line(output.style().write(title, AnsiStyle.Look.HEADING));
    }

    private static Table result(
            StudySummary summary, TrialSummary trial, List<RunSummary> runs, Optional<ExtrapolationReport> expected) {
        Table table = Table.of("", "");
        table.row(
                "best " + summary.metric(),
                trial.value().isEmpty()
                        ? "none yet"
                        : TextFormat.number(trial.value()) + " after epoch "
                                + trial.bestEpoch().orElseThrow() + constraints(trial));
        expected.ifPresent(
                values -> table.row("by " + TextFormat.count(values.epochs(), "epoch"), values.sentence(trial)));
        table.row("epochs", trial.epoch() + " of " + trial.targetEpoch());
        table.row("device time", TextFormat.seconds(trial.deviceSeconds()) + sharedTime(runs));
        table.row(
                "time",
                TextFormat.time(trial.createdAt())
                        + trial.endedAt()
                                .map(at -> " to " + TextFormat.time(at))
                                .orElse(""));
        table.row("seed", trial.seed());
        if (!trial.tags().isEmpty()) {
            table.row("tags", String.join(", ", trial.tags()));
        }
        return table;
    }

    private static String sharedTime(List<RunSummary> runs) {
        double shared = runs.stream().mapToDouble(RunSummary::sharedSeconds).sum();
        return shared == 0
                ? ""
                : ", and " + TextFormat.seconds(shared) + " for work that all trials share, such as features of images";
    }

    private static String constraints(TrialSummary trial) {
        if (trial.feasibleValue().isEmpty()) {
            return ", but a constraint is violated after every epoch";
        }
        return trial.feasibleValue().equals(trial.value())
                ? ""
                : ", " + TextFormat.number(trial.feasibleValue()) + " among epochs that satisfy all constraints";
    }

    private void notes(TrialDetails details) {
        if (!details.notes().isEmpty()) {
            section("notes");
            details.notes().forEach(note -> output.lines(NoteCommand.lines(note)));
        }
    }

    private void curve(StudySummary summary, TrialDetails details) {
        LearningCurve curve = LearningCurve.of(details.curve().stream()
                .filter(measurement -> measurement.metric().equals(summary.metric()))
                .mapToDouble(Measurement::value)
                .toArray());
        if (curve.epochs() > 0) {
            section(summary.metric() + " by epoch");
            output.lines(CurvePlot.lines(curve));
        }
    }

    private static Table runs(TrialDetails details) {
        Table table = Table.of(">run", ">attempt", "epochs", "state", "host", "device", ">took", "outcome");
        for (RunSummary run : details.runs()) {
            table.row(
                    run.run(),
                    run.attempt(),
                    run.fromEpoch() + 1 + "-" + run.toEpoch(),
                    run.state(),
                    run.host().orElse(TextFormat.NOTHING),
                    run.device().orElse(TextFormat.NOTHING),
                    took(run),
                    run.outcome());
        }
        return table;
    }

    private static String took(RunSummary run) {
        if (run.startedAt().isEmpty()) {
            return TextFormat.NOTHING;
        }
        Instant end = run.endedAt().orElseGet(Instant::now);
        return TextFormat.duration(Duration.between(run.startedAt().get(), end));
    }

    private void decisions(TrialDetails details) {
        for (DecisionRow decision : details.decisions()) {
            output.line(TextFormat.time(decision.at()) + "  " + decision.kind() + " by " + decision.by() + ": "
                    + decision.reason());
            if (why) {
                Table numbers = Table.of("", "", "");
                StudyJson.details(decision).forEach((name, value) -> {
                    if (!name.equals(ERROR_OUTPUT)) {
                        numbers.row("   ", name, TextFormat.value(value));
                    }
                });
                output.table(numbers);
            }
        }
        if (!why && details.decisions().stream().anyMatch(decision -> decision.kind() == DecisionKind.START)) {
            output.line("Use --why to show the numbers behind each decision.");
        }
    }
}
