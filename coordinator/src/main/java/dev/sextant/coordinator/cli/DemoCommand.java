package dev.sextant.coordinator.cli;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.study.Launch;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.LeaderboardRow;
import dev.sextant.sql.StudyReader;
import dev.sextant.sql.StudyRow;
import dev.sextant.sql.TrialSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sextant demo}. */
@Command(
        name = "demo",
        description = "Runs a small sweep on this machine: real images that come with Sextant, Deeplearning4j on Spark"
                + " executors, an embedded PostgreSQL. Takes a few minutes.",
        footer = {"", "Example:", "  sextant demo --fresh"})
final class DemoCommand implements Callable<Integer> {
    /** Where the launcher says the distribution lies. */
    private static final String DISTRIBUTION = "SEXTANT_DISTRIBUTION";

    private final Console console;

    @Option(names = "--fresh", description = "Start anew instead of going on with, or showing, an earlier demo.")
    private boolean fresh;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final LaunchOption launch = new LaunchOption();

    DemoCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
    }

    @Override
    public Integer call() throws Exception {
        StudySpec spec = StudyFiles.read(studyFile());
        try (DatabaseSession session = database.open()) {
            Launch launched = launch.launch(console.home());
            Optional<StudyRow> existing = session.database().studies().find(spec.name());
            if (fresh && existing.isPresent()) {
                session.database().studies().delete(existing.get());
                StudyCheckpoints.of(existing.get().spec(), existing.get().id(), launched.home())
                        .delete();
            } else if (existing.isPresent() && existing.get().state() == StudyState.COMPLETED) {
                console.out().println("The demo has run already; `sextant demo --fresh` starts anew.");
                compare(session.database(), spec);
                return ExitCode.DONE;
            }
            int code = new SweepRun(session.database(), launched, console).run(spec.name(), life -> life.sweep(spec));
            if (code == ExitCode.DONE) {
                compare(session.database(), spec);
            }
            return code;
        }
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

    /** The first trial is the configuration that the study file starts with: the defaults. */
    private void compare(Database opened, StudySpec spec) {
        StudyReader reader = opened.reader();
        Optional<TrialSummary> defaults = reader.trial(spec.name(), 1).map(details -> details.trial());
        Optional<LeaderboardRow> best =
                reader.leaderboard(spec.name(), 1).stream().findFirst();
        if (defaults.isEmpty() || defaults.get().value().isEmpty() || best.isEmpty()) {
            return;
        }
        double before = defaults.get().value().getAsDouble();
        double after = best.get().value();
        String metric = spec.objective().metric();
        console.out().println();
        console.out()
                .println("  default  " + metric + " " + Words.number(before) + "   "
                        + words(defaults.get().params()));
        console.out()
                .println("  tuned    " + metric + " " + Words.number(after) + "   "
                        + words(best.get().params()));
        console.out()
                .printf(
                        "  tuned beats default by %.1f points (trial %d of %d)%n",
                        100 * (after - before),
                        best.get().trial(),
                        reader.study(spec.name()).orElseThrow().trials());
        console.out().println();
        console.out()
                .println("Look closer:  sextant status " + spec.name() + " | sextant trials " + spec.name()
                        + " --top 10 | sextant show " + spec.name() + " "
                        + best.get().trial() + " --why");
    }

    private static String words(Map<String, Object> configuration) {
        return configuration.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + (entry.getValue() instanceof Double number ? Words.number(number) : entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
