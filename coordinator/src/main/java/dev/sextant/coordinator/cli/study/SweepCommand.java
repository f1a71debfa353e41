package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.LaunchOption;
import dev.sextant.coordinator.cli.option.StudyFiles;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.spark.ClusterStart;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.StudyPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sextant sweep FILE}. */
@Command(
        name = "sweep",
        description = {
            "Run the study of a study file. Create it, or resume it if it exists.",
            "",
            "Runs until the study's budget is used up. Ctrl-C pauses the study."
        },
        footer = {
            "",
            "Examples:",
            "  sextant sweep study.yaml --slots 2",
            "  sextant sweep study.yaml --master spark://host:7077 --db jdbc:postgresql://db/sextant?user=ada"
        })
public final class SweepCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "Study file (YAML).")
    private Path file;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final LaunchOption launch = new LaunchOption();

    @Mixin
    private final OnEventOption onEvent;

    @Mixin
    private final EpochsOption epochs = new EpochsOption();

    public SweepCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.onEvent = new OnEventOption(console);
    }

    @Override
    public Integer call() throws Exception {
        onEvent.checked();
        StudyFile.Outcome.Valid valid = StudyFiles.valid(file);
        StudyFiles.warnings(valid, file).forEach(console.err()::println);
        StudySpec spec = valid.spec();
        StudyPlan.of(spec, Trainers.installed()).data().forEach(console.out()::println);
        Launch launched = launch.launch(console.home());
        try (ClusterStart start = launched.cluster(spec).ahead();
                DatabaseSession session = database.open(launched.databaseTimeout())) {
            return new SweepRun(session.database(), launched, console, spec, epochs, onEvent)
                    .run(runner -> runner.sweep(spec, start));
        }
    }
}
