package dev.sextant.coordinator.cli.study;

import dev.sextant.common.files.WholeFile;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.PriceOption;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.BuildVersion;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.dashboard.StudyPage;
import dev.sextant.coordinator.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant report}. */
@Command(
        name = "report",
        description = {
            "Write a study's pages to one HTML file.",
            "",
            "The file contains all that the dashboard shows of the study and needs no network. An existing file is replaced."
        },
        footer = {"", "Example:", "  sextant report cars-resnet18 --to cars.html"})
public final class ReportCommand implements Callable<Integer> {
    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    @Mixin
    private final PriceOption price = new PriceOption();

    @Option(names = "--to", required = true, paramLabel = "FILE", description = "HTML file to write.")
    private Path file;

    public ReportCommand(Console console) {
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        try (DatabaseSession session = database.openAsIs()) {
            study.find(session.database());
            String html = new StudyPage(session.database(), study.name(), price.value()).html(BuildVersion.text());
            WholeFile.write(file, temporary -> Files.writeString(temporary, html));
            if (output.isJson()) {
                output.json(Json.object("study", study.name(), "file", file.toString(), "bytes", Files.size(file)));
            } else {
                output.line("Wrote " + file + ". Open it in a browser.");
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandException(
                    "Cannot write to " + file + " (" + e + "). Free some space, or give another file.", e);
        }
    }
}
