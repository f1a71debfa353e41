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
import dev.sextant.sql.Database;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant tag}. */
@Command(
        name = "tag",
        description = "Put tags on a study or a trial, or remove them.",
        footer = {
            "",
            "Examples:",
            "  sextant tag cars-resnet18 baseline",
            "  sextant tag cars-resnet18 --trial 12 suspicious keep",
            "  sextant tag cars-resnet18 --trial 12 --remove suspicious"
        })
public final class TagCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TAG",
            description = "Tag to add: up to 40 characters, without spaces and commas.")
    private List<String> added = List.of();

    @Option(names = "--remove", paramLabel = "TAG", description = "Tag to remove. Repeatable.")
    private List<String> removed = List.of();

    @Option(names = "--trial", paramLabel = "N", description = "Number of the trial. Without it, the study itself.")
    private Integer trial;

    public TagCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        OptionalInt number = trial == null ? OptionalInt.empty() : OptionalInt.of(trial);
        if (added.isEmpty() && removed.isEmpty()) {
            throw new UsageException("Give a tag to add, or one to --remove.");
        }
        try (DatabaseSession session = database.openAsIs()) {
            Database open = session.database();
            new StudySteering(open, study.find(open), LocalUser.atHost()).tag(number, added, removed);
            List<String> tags = number.isPresent()
                    ? open.reader()
                            .trial(study.name(), trial)
                            .orElseThrow()
                            .trial()
                            .tags()
                    : open.reader().study(study.name()).orElseThrow().tags();
            if (output.isJson()) {
                output.json(Json.object("study", study.name(), "trial", number, "tags", tags));
            } else {
                output.line("Tags: " + (tags.isEmpty() ? "none" : String.join(", ", tags)));
            }
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
