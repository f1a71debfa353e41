package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.LaunchOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.study.Launch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sextant resume NAME}. */
@Command(
        name = "resume",
        description = {
            "Resume a study that was paused or interrupted.",
            "",
            "Reads everything from the database and needs no study file. Interrupted trials continue from their last"
                    + " checkpoint."
        },
        footer = {"", "Example:", "  sextant resume cars-resnet18 --slots 4"})
public final class ResumeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "Name of the study. `sextant list` shows all names.")
    private String name;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final LaunchOption launch = new LaunchOption();

    @Mixin
    private final OnEventOption onEvent;

    @Mixin
    private final EpochsOption epochs = new EpochsOption();

    public ResumeCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.onEvent = new OnEventOption(console);
    }

    @Override
    public Integer call() throws Exception {
        onEvent.checked();
        Launch launched = launch.launch(console.home());
        try (DatabaseSession session = database.openExisting(launched.databaseTimeout())) {
            StudySpec spec = StudyArgument.find(name, session.database()).spec();
            return new SweepRun(session.database(), launched, console, spec, epochs, onEvent)
                    .run(runner -> runner.resume(name));
        }
    }
}
