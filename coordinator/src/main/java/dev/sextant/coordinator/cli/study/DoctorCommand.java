package dev.sextant.coordinator.cli.study;

import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.studyfile.Problem;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.coordinator.cli.option.DatabaseOption;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyFiles;
import dev.sextant.coordinator.cli.terminal.AnsiStyle.Look;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.doctor.Check;
import dev.sextant.coordinator.doctor.ClusterCheck;
import dev.sextant.coordinator.doctor.DataCheck;
import dev.sextant.coordinator.doctor.DatabaseAccess;
import dev.sextant.coordinator.doctor.DatabaseCheck;
import dev.sextant.coordinator.doctor.Diagnosis;
import dev.sextant.coordinator.doctor.Finding;
import dev.sextant.coordinator.doctor.LeftoversCheck;
import dev.sextant.coordinator.doctor.MachineCheck;
import dev.sextant.coordinator.doctor.MachineFacts;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check database, cluster, this machine and a study's data, and say what to do.",
            "",
            "Changes nothing: migrates no schema and starts no embedded server. It starts executors for the check, and"
                    + " writes a small file to the checkpoint folder and deletes it; --no-cluster skips both."
        },
        footer = {
            "",
            "Examples:",
            "  sextant doctor",
            "  sextant doctor study.yaml --master spark://host:7077 --db jdbc:postgresql://db/sextant?user=ada",
            "  sextant doctor --no-cluster --json",
            "",
            "The exit code is 1 if there is a problem; warnings do not count."
        })
public final class DoctorCommand implements Callable<Integer> {
    /** What a study has whose file has no section cluster. */
    private static final ClusterSettings DEFAULT_CLUSTER =
            new ClusterSettings(1, 0, 1, "2g", Optional.empty(), Duration.ofSeconds(60), Duration.ofMinutes(30));

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Study file (YAML).")
    private Path file;

    @Mixin
    private final DatabaseOption database;

    @Mixin
    private final OutputOption output;

    @Option(names = "--no-cluster", description = "Start no executors.")
    private boolean noCluster;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "Spark master, e.g. spark://host:7077. Default: the master given to spark-submit, else executor"
                            + " processes on this machine.")
    private String master;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Number of runs at the same time. Overrides cluster.slots of the study.")
    private Integer slots;

    @Option(
            names = "--checkpoints",
            paramLabel = "PATH",
            description = "Folder for checkpoints. Overrides cluster.checkpoints of the study. Default: checkpoints in"
                    + " $SEXTANT_HOME.")
    private String checkpoints;

    @Option(
            names = "--executor-patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Seconds that the check of the cluster may take. Default: ${DEFAULT-VALUE}.")
    private long executorPatience;

    @Option(
            names = "--data-patience",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Seconds that images are read. Default: ${DEFAULT-VALUE}.")
    private long dataPatience;

    public DoctorCommand(Console console) {
        this.console = console;
        this.database = new DatabaseOption(console);
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() throws InterruptedException {
        Diagnosis diagnosis = Diagnosis.of(checks(), this::print);
        long problems = diagnosis.count(Finding.Level.PROBLEM);
        long warnings = diagnosis.count(Finding.Level.WARNING);
        if (output.isJson()) {
            output.json(Json.object("problems", problems, "warnings", warnings, "groups", json(diagnosis)));
        } else {
            output.line(TextFormat.count(problems, "problem") + ", " + TextFormat.count(warnings, "warning"));
        }
        return problems == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<Check> checks() {
        Path home = console.home().folder();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        DatabaseAccess access =
                new DatabaseAccess(database::address, console.home().postgres());
        Optional<StudyFile.Outcome> outcome = Optional.ofNullable(file).map(DoctorCommand::outcome);
        ClusterSettings cluster = cluster(outcome);

        List<Check> checks = new ArrayList<>();
        checks.add(new MachineCheck(MachineFacts.current(console.environment()), home, Map.of("temporary", temporary)));
        checks.add(new DatabaseCheck(access));
        outcome.ifPresent(read -> checks.add(new DataCheck(file, read, Duration.ofSeconds(dataPatience))));
        if (!noCluster) {
            String folder = StudyCheckpoints.parent(cluster.checkpoints(), home);
            checks.add(new ClusterCheck(
                    cluster, Optional.ofNullable(master), folder, Duration.ofSeconds(executorPatience)));
        }
        checks.add(new LeftoversCheck(access, home, temporary, Instant.now()));
        return checks;
    }

    /** Reads a study file. That it cannot be read is a finding as well. */
    private static StudyFile.Outcome outcome(Path file) {
        try {
            return StudyFiles.outcome(file);
        } catch (UsageException e) {
            return new StudyFile.Outcome.Invalid(List.of(new Problem(1, 1, "", e.getMessage())));
        }
    }

    /** Returns the resources of the study; those of a study without any if its file is not valid. */
    private ClusterSettings cluster(Optional<StudyFile.Outcome> outcome) {
        ClusterSettings settings = outcome.filter(StudyFile.Outcome.Valid.class::isInstance)
                .map(valid -> ((StudyFile.Outcome.Valid) valid).spec().cluster())
                .orElse(DEFAULT_CLUSTER);
        return settings.with(
                slots == null ? settings.slots() : slots,
                Optional.ofNullable(checkpoints).or(settings::checkpoints));
    }

    private void print(Diagnosis.Group group) {
        if (output.isJson()) {
            return;
        }
        output.line(output.style().write(group.name(), Look.HEADING));
        group.findings().forEach(finding -> output.line(line(finding)));
        output.line("");
    }

    private String line(Finding finding) {
        String level = output.style().write("%-7s".formatted(finding.level().word()), look(finding.level()));
        String text = finding.subject() + ": " + finding.found();
        String remedy = finding.remedy().isEmpty() ? "" : ". " + finding.remedy();
        return "  " + level + "  " + onOneLine(text.replaceAll("[.\\s]+$", "") + remedy);
    }

    private static String onOneLine(String text) {
        return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    private static Look look(Finding.Level level) {
        return switch (level) {
            case OK -> Look.GOOD;
            case WARNING -> Look.WARNING;
            case PROBLEM -> Look.BAD;
        };
    }

    private static List<Map<String, Object>> json(Diagnosis diagnosis) {
        List<Map<String, Object>> groups = new ArrayList<>();
        for (Diagnosis.Group group : diagnosis.groups()) {
            List<Map<String, Object>> findings = group.findings().stream()
                    .map(finding -> Json.object(
                            "level",
                            finding.level().word(),
                            "subject",
                            finding.subject(),
                            "found",
                            finding.found(),
                            "remedy",
                            finding.remedy().isEmpty() ? null : finding.remedy()))
                    .toList();
            groups.add(Json.object("group", group.name(), "findings", findings));
        }
        return groups;
    }
}
