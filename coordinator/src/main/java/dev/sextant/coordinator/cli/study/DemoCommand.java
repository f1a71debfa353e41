package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.DatabaseSession;
import dev.sextant.coordinator.cli.option.LaunchOption;
import dev.sextant.coordinator.cli.option.StudyFiles;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.spark.ClusterStart;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.LocalUser;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyQueries;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import dev.sextant.worker.image.data.ImageSummary;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant demo}. */
@Command(
        name = "demo",
        description = {
            "Run a small sweep on this machine, on images that come with Sextant.",
            "",
            "Trains an image classifier with Deeplearning4j on local Spark executors and stores the study in an"
                    + " embedded PostgreSQL. Takes about a minute. An earlier demo is resumed, or shown if it is complete."
        },
        footer = {"", "Example:", "  sextant demo --fresh"})
public final class DemoCommand implements Callable<Integer> {
    /** The environment variable by which the launcher names the folder of the distribution. */
    private static final String DISTRIBUTION = "SEXTANT_DISTRIBUTION";

    private final Console console;

    @Option(names = "--fresh", description = "Delete an earlier demo first.")
    private boolean fresh;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final LaunchOption launch = new LaunchOption();

    @Mixin
    private final OnEventOption onEvent;

    public DemoCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.onEvent = new OnEventOption(console);
    }

    @Override
    public Integer call() throws Exception {
        onEvent.checked();
        StudySpec spec = StudyFiles.read(studyFile());
        printIntroduction(spec);
        Launch launched = launch.launch(console.home());
        try (ClusterStart start = launched.cluster(spec);
                DatabaseSession session = openFor(start, launched.databaseTimeout())) {
            Optional<StudyRow> existing = session.database().studies().find(spec.name());
            if (fresh && existing.isPresent()) {
                session.database().studies().delete(existing.get(), LocalUser.atHost());
                StudyCheckpoints.of(existing.get(), launched.home()).delete();
                existing = Optional.empty();
            }
            if (existing.isPresent() && existing.get().state() == StudyState.COMPLETED) {
                console.out().println("The demo is already complete. Run `sextant demo --fresh` to start again.");
                // The study may have used another copy of the same images.
                compare(session.database(), spec);
                return ExitCode.DONE;
            }
            if (existing.isPresent()) {
                console.out().println("Resuming an earlier demo.");
            }
            SweepRun run = new SweepRun(session.database(), launched, console, spec, new EpochsOption(), onEvent);
            int code = run.exitCode(run.run("sextant demo", runner -> runner.sweep(spec, start)));
            if (code == ExitCode.DONE) {
                compare(session.database(), spec);
            }
            return code;
        }
    }

    /** Starts Spark in parallel if the demo is certain to run: an earlier one may be complete. */
    private DatabaseSession openFor(ClusterStart start, Duration patience) {
        if (fresh || database.isNew()) {
            start.ahead();
        }
        return database.open(patience);
    }

    private Path studyFile() throws IOException {
        String distribution = console.environment().getOrDefault(DISTRIBUTION, "");
        Path file = Path.of(distribution, "demo", "study.yaml");
        if (distribution.isEmpty() || !Files.isRegularFile(file)) {
            throw new CommandException("The demo's images are missing: " + file
                    + " does not exist. Start the demo with the `sextant` launcher of the repository or distribution.");
        }
        return file;
    }

    private void printIntroduction(StudySpec spec) {
        ImageSummary images = images(spec);
        PrintWriter out = console.out();
        out.printf(
                "An image classifier for %d kinds of clothes: %d training images, %d validation images.%n",
                images.imagesOfClass().size(),
                images.split().training(),
                images.split().validation());
        out.println("Trial 1 is the baseline, the search chooses all others. Starting PostgreSQL and Spark ...");
    }

    private static ImageSummary images(StudySpec spec) {
        try {
            return ImageSummary.of(spec.trainer().settings());
        } catch (UnusableData e) {
            throw new CommandException(e.problem().setting() + " " + e.getMessage(), e);
        }
    }

    /** Compares the best trial with trial 1, the configuration under start_with. */
    private void compare(Database database, StudySpec spec) {
        StudyQueries reader = database.reader();
        Optional<TrialSummary> baseline = reader.trial(spec.name(), 1).map(details -> details.trial());
        Optional<LeaderboardRow> best =
                reader.leaderboard(spec.name(), 1).stream().findFirst();
        if (baseline.isPresent() && baseline.get().value().isPresent() && best.isPresent()) {
            print(spec, baseline.get(), best.get());
        }
    }

    private void print(StudySpec spec, TrialSummary baseline, LeaderboardRow best) {
        double baselineValue = baseline.value().orElseThrow();
        PrintWriter out = console.out();
        out.println();
        Table table = Table.of("", ">baseline", ">best");
        table.row("trial", baseline.trial(), best.trial());
        table.row(spec.objective().metric(), TextFormat.number(baselineValue), TextFormat.number(best.value()));
        Set<String> parameters = new TreeSet<>(baseline.params().keySet());
        parameters.addAll(best.params().keySet());
        for (String parameter : parameters) {
            table.row(parameter, value(baseline.params(), parameter), value(best.params(), parameter));
        }
        table.lines(new AnsiStyle(console)).forEach(out::println);
        out.println();
        int images = images(spec).split().validation();
        out.printf(
                Locale.ROOT,
                "The best trial is %.1f points of accuracy better than the baseline, on %d validation images.%n",
                100 * (best.value() - baselineValue),
                images);
        out.printf(
                Locale.ROOT,
                "Its standard error is about %.1f points. For an unbiased figure, evaluate on images that the search"
                        + " has not seen.%n",
                100 * Math.sqrt(best.value() * (1 - best.value()) / images));
        out.println();
        out.println(NextStep.afterDemo(spec.name(), best.trial()));
    }

    private static String value(Map<String, Object> parameters, String name) {
        return parameters.containsKey(name) ? TextFormat.value(parameters.get(name)) : TextFormat.NOTHING;
    }
}
