package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.report.StudyJson;
import dev.sextant.coordinator.schedule.TrialCache;
import dev.sextant.coordinator.search.ParameterImportance;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.StudyRow;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sextant importance}. */
@Command(
        name = "importance",
        description = {
            "Show how much each parameter matters and which of its values are best.",
            "",
            "Fits a model to the ranks of all trials. Shows the share of their variance that each parameter explains,"
                    + " alone and in interaction with others, and the values that are good on average."
        },
        footer = {"", "Example:", "  sextant importance cars-resnet18"})
public final class ImportanceCommand implements Callable<Integer> {
    /** Parameters with a smaller share are shown without a best value. */
    private static final double NEGLIGIBLE = 0.01;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    public ImportanceCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        try (DatabaseSession session = database.openAsIs()) {
            StudyRow row = study.find(session.database());
            TrialCache trials =
                    new TrialCache(row.spec(), session.database().reader().snapshot(row));
            ParameterImportance importance = ParameterImportance.of(trials.view())
                    .orElseThrow(() -> new CommandException("Too few trials of " + study.name()
                            + " have reached the lowest rung: importance needs ten, or the number of parameters plus"
                            + " two if that is more. `sextant status " + study.name() + "` shows the progress."));
            if (output.isJson()) {
                output.json(StudyJson.importance(study.name(), importance));
            } else {
                print(importance);
            }
            return ExitCode.DONE;
        }
    }

    private void print(ParameterImportance importance) {
        Table table = Table.of("parameter", ">alone", ">with others", "best", "nearly as good");
        for (ParameterImportance.Share share : importance.shares()) {
            table.row(
                    share.parameter(),
                    percent(share.alone()),
                    percent(share.withOthers()),
                    share.withOthers() < NEGLIGIBLE ? TextFormat.NOTHING : TextFormat.brief(share.best()),
                    share.withOthers() < NEGLIGIBLE ? "any" : good(share.good()));
        }
        output.table(table);
        output.line("");
        output.line("Shares of the variance of the trials' ranks, estimated from %s. Unexplained: %s."
                .formatted(TextFormat.count(importance.trials(), "trial"), percent(importance.unexplained())));
        output.line("best: averaged over all values of the other parameters");
        output.next(NextStep.afterImportance(study.name()));
    }

    /** Formats good values as a range of numbers or a list of categories. */
    static String good(List<Object> values) {
        if (values.isEmpty()) {
            return TextFormat.NOTHING;
        }
        if (values.get(0) instanceof Number lowest) {
            Object highest = values.get(values.size() - 1);
            return lowest.equals(highest)
                    ? TextFormat.brief(lowest)
                    : TextFormat.value(lowest) + " to " + TextFormat.value(highest);
        }
        return values.stream().map(TextFormat::brief).collect(Collectors.joining(", "));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
