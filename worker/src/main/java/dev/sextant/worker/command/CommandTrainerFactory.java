package dev.sextant.worker.command;

import dev.sextant.common.space.Parameter;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.SettingProblem;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Factory of trainers of type {@code command}. */
public final class CommandTrainerFactory implements TrainerFactory {
    static final String COMMAND = "command";
    static final String WORKING_DIRECTORY = "working_directory";
    static final String GRACE_SECONDS = "grace_seconds";
    static final String PASS_ENVIRONMENT = "pass_environment";

    /** First revision that fills {@link CommandTemplate}s. */
    static final int TEMPLATE_REVISION = 2;

    /** Settings of the trainer itself, which the program does not get. */
    static final Set<String> OWN = Set.of(COMMAND, WORKING_DIRECTORY, GRACE_SECONDS, PASS_ENVIRONMENT);

    private static final double DEFAULT_GRACE_SECONDS = 10;
    private static final double MAX_GRACE_SECONDS = 3600;

    @Override
    public String type() {
        return "command";
    }

    @Override
    public int revision() {
        return TEMPLATE_REVISION;
    }

    @Override
    public String summary() {
        return "Trains with any program that prints one JSON line per epoch";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.textList(COMMAND)
                        .required()
                        .describedAs("program and its arguments, run without a shell; {config}: path of the JSON "
                                + "file, {NAME}: a setting, {args}: --NAME=VALUE for each setting"),
                Setting.path(WORKING_DIRECTORY)
                        .describedAs("folder that the program runs in, the same on every executor; default: an "
                                + "empty folder per run"),
                Setting.number(GRACE_SECONDS)
                        .between(0, MAX_GRACE_SECONDS)
                        .byDefault(DEFAULT_GRACE_SECONDS)
                        .describedAs("seconds that the program has to exit after its last epoch or a SIGTERM, "
                                + "before SIGKILL"),
                Setting.textList(PASS_ENVIRONMENT)
                        .describedAs(
                                "names of additional environment variables of the executor that the program gets"));
    }

    /** Returns true: other settings are the program's own and are passed on to it. */
    @Override
    public boolean takesOtherSettings() {
        return true;
    }

    @Override
    public Set<String> metrics() {
        return Set.of();
    }

    @Override
    public List<SettingProblem> check(Settings settings) {
        if (settings.has(COMMAND) && settings.textList(COMMAND).isEmpty()) {
            return List.of(new SettingProblem(
                    COMMAND, "is empty; give the program and its arguments, e.g. [python3, train.py]"));
        }
        return List.of();
    }

    @Override
    public List<SettingProblem> checkSearched(Settings settings, List<Parameter> searched) {
        if (!settings.has(COMMAND)) {
            return List.of();
        }
        Set<String> fixed = new TreeSet<>(settings.values().keySet());
        fixed.removeAll(OWN);
        return new CommandTemplate(settings.textList(COMMAND))
                .problems(fixed, searched).stream()
                        .map(problem -> new SettingProblem(COMMAND, problem))
                        .toList();
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        Settings settings = context.settings();
        if (settings.textList(COMMAND).isEmpty()) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "command is empty; give the program and its arguments, e.g. [python3, train.py]");
        }
        Path folder = context.folder();
        if (settings.has(WORKING_DIRECTORY)) {
            folder = local(settings.text(WORKING_DIRECTORY));
            if (!Files.isDirectory(folder)) {
                throw new TrainingFailure(
                        FailureKind.TRAINER_ERROR,
                        "working_directory (" + folder
                                + ") is not a folder on this executor; copy it there, or use a folder that "
                                + "all executors share");
            }
        }
        return new CommandTrainer(context, folder);
    }

    private static Path local(String path) throws TrainingFailure {
        if (path.startsWith("file:")) {
            return Path.of(path.substring("file:".length()).replaceFirst("^//(?=/)", ""));
        }
        if (path.matches("[a-z][a-z0-9+.-]+:/.*")) {
            throw new TrainingFailure(
                    FailureKind.TRAINER_ERROR,
                    "working_directory (" + path + ") is not a local folder; programs run only in local folders");
        }
        return Path.of(path);
    }
}
