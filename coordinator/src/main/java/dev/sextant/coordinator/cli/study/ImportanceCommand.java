package dev.sextant.coordinator.cli.study;

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
import dev.sextant.coordinator.schedule.TrialCache;
import dev.sextant.coordinator.search.ParameterImportance;
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
            "Show how much each parameter matters, and where it is best.",
            "",
            "A model of all trials' ranks says which share of their differences each parameter explains, alone and"
                    + " together with others, and which of its values are good on average."
        },
        footer = {"", "Example:", "  sextant importance cars-resnet18"})
public final class ImportanceCommand implements Callable<Integer> {
    /** A parameter that explains less has no best value worth saying. */
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
        try (DatabaseSession session = database.openExisting()) {
            StudyRow row = study.find(session.database());
            TrialCache book =
                    new TrialCache(row.spec(), session.database().reader().snapshot(row));
            ParameterImportance importance = ParameterImportance.of(book.view())
                    .orElseThrow(() -> new CommandException("Too few trials of " + study.name()
                            + " have come to the lowest rung: importance needs ten, or two more than there are"
                            + " parameters; `sextant status " + study.name() + "` shows where it stands"));
            if (output.isJson()) {
                output.json(Json.object(
                        "study",
                        study.name(),
                        "trials",
                        importance.trials(),
                        "unexplained",
                        importance.unexplained(),
                        "parameters",
                        importance.shares().stream()
                                .map(share -> Json.object(
                                        "parameter", share.parameter(),
                                        "alone", share.alone(),
                                        "with_others", share.withOthers(),
                                        "best", share.best(),
                                        "good", share.good()))
                                .toList()));
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
        output.line("Shares of what the trials' ranks differ by, learned from %s; %s of it looks like noise."
                .formatted(TextFormat.count(importance.trials(), "trial"), percent(importance.unexplained())));
        output.line("best: on average over all values of the other parameters");
    }

    /** A range of numbers, or a list of categories. */
    static String good(List<Object> values) {
        if (values.isEmpty()) {
            return TextFormat.NOTHING;
        }
        if (values.get(0) instanceof Number least) {
            Object largest = values.get(values.size() - 1);
            return least.equals(largest)
                    ? TextFormat.brief(least)
                    : TextFormat.value(least) + " to " + TextFormat.value(largest);
        }
        return values.stream().map(TextFormat::brief).collect(Collectors.joining(", "));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
