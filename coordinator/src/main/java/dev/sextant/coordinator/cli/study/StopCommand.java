package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.StudySummary;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant stop}. */
@Command(
        name = "stop",
        description = "Ask whoever runs a study to pause it: running trials save a checkpoint at their epoch's end.",
        footer = {"", "Examples:", "  sextant stop cars-resnet18", "  sextant stop cars-resnet18 --wait"})
public final class StopCommand implements Callable<Integer> {
    private static final Duration PERIOD = Duration.ofMillis(500);

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Option(names = "--wait", description = "Wait until it has paused or ended.")
    private boolean wait;

    public StopCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (DatabaseSession session = database.openExisting()) {
            Database open = session.database();
            study.find(open);
            boolean running = open.studies().requestStop(study.name());
            StudySummary summary = read(open).orElseThrow(this::deleted);
            if (!running) {
                say(summary.state(), false, nobody(summary));
            } else if (wait) {
                StudyState end = await(open);
                say(end, true, study.name() + " is " + end.name().toLowerCase(Locale.ROOT) + " now" + next(end));
            } else {
                say(
                        summary.state(),
                        true,
                        "Asked " + summary.holder().orElse("its coordinator") + " to pause " + study.name()
                                + "; running trials save a checkpoint at the end of their epoch");
            }
            return ExitCode.DONE;
        }
    }

    /** @param asked whether somebody ran the study who could be asked */
    private void say(StudyState state, boolean asked, String line) {
        if (output.isJson()) {
            output.json(Json.object("study", study.name(), "state", state.name(), "asked", asked));
        } else {
            output.line(line);
        }
    }

    private Optional<StudySummary> read(Database open) {
        return open.reader().study(study.name());
    }

    private CommandException deleted() {
        return new CommandException("Study " + study.name() + " has been deleted");
    }

    /** Asks again and again: a coordinator that dies meanwhile would otherwise be waited for. */
    private StudyState await(Database open) throws InterruptedException {
        while (open.studies().requestStop(study.name())) {
            Thread.sleep(PERIOD.toMillis());
        }
        return read(open).orElseThrow(this::deleted).state();
    }

    private String nobody(StudySummary summary) {
        if (summary.state() == StudyState.RUNNING) {
            return "Nobody runs " + study.name() + " any more, its coordinator ended without a word; `sextant resume "
                    + study.name() + "` goes on with it";
        }
        return "Nobody runs " + study.name() + ": it is "
                + summary.state().name().toLowerCase(Locale.ROOT);
    }

    private String next(StudyState end) {
        return end == StudyState.PAUSED ? "; `sextant resume " + study.name() + "` goes on with it" : "";
    }
}
