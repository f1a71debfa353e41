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
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.spark.ClusterStart;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyQueries;
import dev.sextant.sql.row.LeaderboardRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.TrialSummary;
import dev.sextant.worker.image.data.SplitSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
        description = "Runs a small sweep on this machine: real images that come with Sextant, Deeplearning4j on Spark"
                + " executors, an embedded PostgreSQL. Takes about a minute.",
        footer = {"", "Example:", "  sextant demo --fresh"})
public final class DemoCommand implements Callable<Integer> {
    /** Where the launcher says the distribution lies. */
    private static final String DISTRIBUTION = "SEXTANT_DISTRIBUTION";

    private final Console console;

    @Option(names = "--fresh", description = "Start anew instead of going on with, or showing, an earlier demo.")
    private boolean fresh;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final LaunchOption launch = new LaunchOption();

    public DemoCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
    }

    @Override
    public Integer call() throws Exception {
        StudySpec spec = StudyFiles.read(studyFile());
        introduce(spec);
        Launch launched = launch.launch(console.home());
        try (ClusterStart start = launched.cluster(spec);
                DatabaseSession session = openFor(start)) {
            Optional<StudyRow> existing = session.database().studies().find(spec.name());
            if (fresh && existing.isPresent()) {
                session.database().studies().delete(existing.get());
                StudyCheckpoints.of(existing.get(), launched.home()).delete();
                existing = Optional.empty();
            }
            if (existing.isPresent() && existing.get().state() == StudyState.COMPLETED) {
                console.out().println("It has run already; `sextant demo --fresh` starts anew.");
                // The images are these, whichever copy of them it trained on.
                compare(session.database(), spec);
                return ExitCode.DONE;
            }
            if (existing.isPresent()) {
                console.out().println("Going on where an earlier demo ended.");
            }
            int code = new SweepRun(session.database(), launched, console)
                    .run(spec.name(), "sextant demo", life -> life.sweep(spec, start));
            if (code == ExitCode.DONE) {
                compare(session.database(), spec);
            }
            return code;
        }
    }

    /** Spark starts meanwhile where there is surely something to run: an earlier demo may be over. */
    private DatabaseSession openFor(ClusterStart start) {
        if (fresh || database.isNew()) {
            start.ahead();
        }
        return database.open();
    }

    private Path studyFile() throws IOException {
        String distribution = console.environment().getOrDefault(DISTRIBUTION, "");
        Path file = Path.of(distribution, "demo", "study.yaml");
        if (distribution.isEmpty() || !Files.isRegularFile(file)) {
            throw new CommandException("The demo's images are not here (" + file
                    + "); start it by the `sextant` launcher of the repository or of the distribution");
        }
        return file;
    }

    private void introduce(StudySpec spec) {
        SplitSize images = SplitSize.of(spec.trainer().settings());
        PrintWriter out = console.out();
        out.printf(
                "%d kinds of garments: a classifier trains on %d images and is asked about %d others, once with plain%n",
                images.classes(), images.training(), images.validation());
        out.println("settings, then with settings that the search tries. Starting PostgreSQL and Spark ...");
    }

    /** The first trial is the configuration that the study file starts with: a plain guess. */
    private void compare(Database opened, StudySpec spec) {
        StudyQueries reader = opened.reader();
        Optional<TrialSummary> plain = reader.trial(spec.name(), 1).map(details -> details.trial());
        Optional<LeaderboardRow> best =
                reader.leaderboard(spec.name(), 1).stream().findFirst();
        if (plain.isPresent() && plain.get().value().isPresent() && best.isPresent()) {
            print(spec, plain.get(), best.get());
        }
    }

    private void print(StudySpec spec, TrialSummary plain, LeaderboardRow best) {
        double before = plain.value().orElseThrow();
        PrintWriter out = console.out();
        out.println();
        Table table = Table.of("", ">plain", ">tuned");
        table.row("trial", plain.trial(), best.trial());
        table.row(spec.objective().metric(), TextFormat.number(before), TextFormat.number(best.value()));
        Set<String> parameters = new TreeSet<>(plain.params().keySet());
        parameters.addAll(best.params().keySet());
        for (String parameter : parameters) {
            table.row(parameter, value(plain.params(), parameter), value(best.params(), parameter));
        }
        table.lines(new AnsiStyle(console)).forEach(out::println);
        out.println();
        int images = SplitSize.of(spec.trainer().settings()).validation();
        out.printf(
                Locale.ROOT,
                "Tuned beats plain by %.1f points of accuracy on %d validation images.%n",
                100 * (best.value() - before),
                images);
        out.printf(
                Locale.ROOT,
                "(Chance moves an accuracy on so many by some %.1f points; images that no trial was chosen by are the"
                        + " final judge.)%n",
                100 * Math.sqrt(best.value() * (1 - best.value()) / images));
        out.println();
        String name = spec.name();
        out.printf(
                "Look closer:  sextant status %s | trials %s --top 10 | show %s %d --why%n",
                name, name, name, best.trial());
    }

    private static String value(Map<String, Object> parameters, String name) {
        return parameters.containsKey(name) ? TextFormat.value(parameters.get(name)) : TextFormat.NOTHING;
    }
}
