package dev.sextant.coordinator.cli.study;

import dev.sextant.common.studyfile.Problem;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.studyfile.StudyFileSchema;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.option.StudyFiles;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.NextStep;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.spark.LocalMachine;
import dev.sextant.coordinator.study.StudyPlan;
import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sextant validate}. */
@Command(
        name = "validate",
        description = {
            "Check a study file and show what it would run.",
            "",
            "Reports all problems with their line numbers, and warns of settings that have no effect. Changes nothing and"
                    + " needs no database."
        },
        footer = {
            "",
            "Examples:",
            "  sextant validate study.yaml",
            "  sextant validate --schema > study.schema.json",
            "",
            "The exit code is 2 if the file has problems."
        })
public final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final OutputOption output;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Study file (YAML).")
    private Path file;

    @Option(names = "--schema", description = "Print the JSON Schema of study files, for use in editors.")
    private boolean schema;

    public ValidateCommand(Console console) {
        this.output = new OutputOption(console);
    }

    @Override
    public Integer call() {
        if (schema == (file != null)) {
            throw new UsageException("Give either a FILE or --schema");
        }
        if (schema) {
            output.line(StudyFileSchema.json(Trainers.installed(), SearchAlgorithms.all())
                    .stripTrailing());
            return ExitCode.DONE;
        }
        StudyFile.Outcome outcome = StudyFiles.outcome(file);
        if (outcome instanceof StudyFile.Outcome.Valid valid) {
            return printPlan(valid, StudyPlan.of(valid.spec(), Trainers.installed()));
        }
        return printProblems(((StudyFile.Outcome.Invalid) outcome).problems());
    }

    private int printPlan(StudyFile.Outcome.Valid valid, StudyPlan plan) {
        Optional<String> refusal = LocalMachine.current().refusal(plan.spec().cluster());
        if (output.isJson()) {
            output.json(Json.object(
                    "file",
                    file.toString(),
                    "valid",
                    true,
                    "problems",
                    List.of(),
                    "warnings",
                    json(valid.warnings()),
                    "data",
                    plan.data(),
                    "plan",
                    new PlanText(plan).json(),
                    "cannot_run_here",
                    refusal));
        } else {
            output.line(file + " is valid");
            output.lines(StudyFiles.warnings(valid, file));
            output.line("");
            if (!plan.data().isEmpty()) {
                output.lines(plan.data());
                output.line("");
            }
            output.lines(new PlanText(plan).lines(output.style()));
            refusal.ifPresent(reason -> {
                output.line("");
                output.line("It cannot run on this machine alone: " + reason);
            });
        }
        output.next(NextStep.afterValidate(file, refusal.isEmpty()));
        return ExitCode.DONE;
    }

    private int printProblems(List<Problem> problems) {
        if (output.isJson()) {
            output.json(Json.object(
                    "file",
                    file.toString(),
                    "valid",
                    false,
                    "problems",
                    json(problems),
                    "warnings",
                    List.of(),
                    "data",
                    List.of(),
                    "plan",
                    null,
                    "cannot_run_here",
                    null));
        } else {
            problems.forEach(problem -> output.line(problem.in(file.toString())));
            output.line(TextFormat.count(problems.size(), "problem"));
        }
        return ExitCode.USAGE;
    }

    private static List<Map<String, Object>> json(List<Problem> problems) {
        return problems.stream()
                .map(problem -> Json.object(
                        "line", problem.line(),
                        "column", problem.column(),
                        "property", problem.property(),
                        "message", problem.message()))
                .toList();
    }
}
