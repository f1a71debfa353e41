package dev.sextant.coordinator.cli.study;

import dev.sextant.common.files.WholeFile;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.StudyArgument;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.followup.FollowUpStudy;
import dev.sextant.coordinator.schedule.TrialCache;
import dev.sextant.coordinator.search.ParameterImportance;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant next NAME}. */
@Command(
        name = "next",
        description = {
            "Write the study file of a study that searches on where this one found good values.",
            "",
            "Ranges are widened where the best values lie at a bound, narrowed where good values lie close together, and"
                    + " categories that were never good are left out. Comments say why. The new study learns from this one"
                    + " and begins with its best configuration. Runs nothing."
        },
        footer = {"", "Examples:", "  sextant next cars-resnet18", "  sextant next cars-resnet18 --to second.yaml"})
public final class NextCommand implements Callable<Integer> {
    private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d{1,6})");

    /** Longest name of a study. */
    private static final int NAME_LENGTH = 63;

    private final Console console;

    @Option(names = "--to", paramLabel = "FILE", description = "Output file. Default: standard output.")
    private Path file;

    @Option(names = "--force", description = "Replace the output file if it exists.")
    private boolean force;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the new study. Default: the next free of NAME-2, NAME-3, ...")
    private String newName;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final StudyArgument study = new StudyArgument();

    public NextCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
    }

    @Override
    public Integer call() throws IOException {
        if (file != null && Files.exists(file) && !force) {
            throw new UsageException(file + " exists. Give --force to replace it, or another file with --to.");
        }
        FollowUpStudy next;
        String name;
        try (DatabaseSession session = database.openAsIs()) {
            StudyRow row = study.find(session.database());
            name = newName == null ? freeName(session.database()) : newName;
            next = followUp(session.database(), row, name);
        }
        String text = next.text();
        check(text);
        if (file == null) {
            console.out().print(text);
            console.out().flush();
            return ExitCode.DONE;
        }
        WholeFile.write(file, whole -> Files.writeString(whole, text));
        next.summary().forEach(console.out()::println);
        if (next.summary().isEmpty()) {
            console.out().println("No range changes: nothing is better by more than chance.");
        }
        console.out().println("Wrote " + file + ": study " + name + ", which learns from " + study.name() + ".");
        console.err().println(NextStep.afterInit(file));
        return ExitCode.DONE;
    }

    private FollowUpStudy followUp(Database source, StudyRow row, String name) {
        StudyView view = new TrialCache(row.spec(), source.reader().snapshot(row)).view();
        ParameterImportance importance = ParameterImportance.of(view)
                .orElseThrow(() -> new CommandException("Too few trials of " + study.name()
                        + " have reached the lowest rung to learn from: this needs ten, or the number of parameters plus"
                        + " two if that is more. `sextant status " + study.name() + "` shows the progress."));
        List<LeaderboardRow> best = source.reader().leaderboard(study.name(), 1);
        if (best.isEmpty()) {
            throw new CommandException("No trial of " + study.name() + " has a value that satisfies its constraints, so"
                    + " there is no best configuration to begin with.");
        }
        return new FollowUpStudy(
                row.spec(),
                name,
                Configuration.of(best.get(0).params()),
                best.get(0).value(),
                importance,
                view);
    }

    /** Returns the name with a number: the next one that no study has. */
    private String freeName(Database source) {
        Matcher numbered = NUMBERED.matcher(study.name());
        String base = numbered.matches() ? numbered.group(1) : study.name();
        int number = numbered.matches() ? Integer.parseInt(numbered.group(2)) : 1;
        String name;
        do {
            number++;
            String end = "-" + number;
            name = base.substring(0, Math.min(base.length(), NAME_LENGTH - end.length())) + end;
        } while (source.studies().find(name).isPresent());
        return name;
    }

    /** Checks the text as {@code validate} does, before it is written. */
    private void check(String text) {
        Path place = (file == null ? Path.of("study.yaml") : file).toAbsolutePath();
        StudyFile.Outcome outcome = StudyFile.read(text, place, Trainers.installed(), SearchAlgorithms.all());
        if (outcome instanceof StudyFile.Outcome.Invalid invalid) {
            throw new UsageException("No valid study can be written:\n"
                    + invalid.problems().stream()
                            .map(problem -> problem.in(place.getFileName().toString()))
                            .collect(Collectors.joining("\n")));
        }
    }
}
