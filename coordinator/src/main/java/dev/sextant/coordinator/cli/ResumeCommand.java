package dev.sextant.coordinator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "resume",
        description = "Goes on with a study from its rows alone, wherever it was cut off.",
        footer = {"", "Example:", "  sextant resume cars-resnet18 --slots 4"})
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The study's name.")
    private String name;

    @Mixin
    private DatabaseOption database;

    @Mixin
    private LaunchOption launch;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        try (OpenDatabase open = database.open()) {
            return new SweepRun(open.database(), launch.launch(database.home()), System.out)
                    .run(name, life -> life.resume(name));
        }
    }
}
