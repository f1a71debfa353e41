package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.coordinator.study.StudySteering;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.row.StudyRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant try}. */
@Command(
        name = "try",
        description = {
            "Add a trial with a configuration of your own to a study.",
            "",
            "Values that you do not give are those of the trial --from, else those of the first configuration under"
                    + " start_with. The trial counts toward the budget, and is promoted or paused like any other."
        },
        footer = {
            "",
            "Examples:",
            "  sextant try cars-resnet18 learning_rate=0.003",
            "  sextant try cars-resnet18 --from 12 learning_rate=0.003 dropout=0.4"
        })
public final class TryCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PARAMETER=VALUE",
            description = "Value of a parameter, written as in a study file.")
    private List<String> values = List.of();

    @Option(names = "--from", paramLabel = "TRIAL", description = "Number of the trial that has the other values.")
    private Integer from;

    public TryCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        Map<String, String> given = given();
        try (DatabaseSession session = database.openAsIs()) {
            StudyRow row = study.find(session.database());
            StudySteering steering = new StudySteering(session.database(), row, LocalUser.atHost());
            StudySteering.Wish wish = ask(steering, given);
            if (output.isJson()) {
                output.json(Json.object(
                        "study", study.name(), "params", wish.configuration().values(), "asked", wish.running()));
            } else {
                output.line("Requested a trial with " + text(wish) + ".");
                output.line(steering.startOf(wish));
            }
            return ExitCode.DONE;
        }
    }

    private StudySteering.Wish ask(StudySteering steering, Map<String, String> given) {
        try {
            return steering.tryConfiguration(given, Optional.ofNullable(from));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        for (String value : values) {
            int sign = value.indexOf('=');
            if (sign < 1) {
                throw new UsageException("Not a value of a parameter: " + value + ". Write PARAMETER=VALUE.");
            }
            if (given.put(value.substring(0, sign), value.substring(sign + 1)) != null) {
                throw new UsageException(value.substring(0, sign) + " is given twice. Give one value.");
            }
        }
        if (given.isEmpty()) {
            throw new UsageException("Give at least one value that differs, as PARAMETER=VALUE.");
        }
        return given;
    }

    private static String text(StudySteering.Wish wish) {
        return wish.configuration().values().entrySet().stream()
                .map(value -> value.getKey() + "=" + TextFormat.value(value.getValue()))
                .collect(Collectors.joining(", "));
    }
}
