package dev.sextant.worker.command;

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

/** Makes trainers of type {@code command}. */
public final class CommandTrainerFactory implements TrainerFactory {
    static final String COMMAND = "command";
    static final String WORKING_DIRECTORY = "working_directory";
    static final String GRACE_SECONDS = "grace_seconds";
    static final String PASS_ENVIRONMENT = "pass_environment";

    private static final double DEFAULT_GRACE_SECONDS = 10;
    private static final double MAX_GRACE_SECONDS = 3600;

    @Override
    public String type() {
        return "command";
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
                        .describedAs(
                                "the program and its arguments, no shell; {config} is the JSON file, {learning_rate} a setting"),
                Setting.path(WORKING_DIRECTORY)
                        .describedAs("the folder it runs in, the same on every executor; without it, an empty one"),
                Setting.number(GRACE_SECONDS)
                        .between(0, MAX_GRACE_SECONDS)
                        .byDefault(DEFAULT_GRACE_SECONDS)
                        .describedAs("seconds to end by itself after its last epoch or a SIGTERM, before SIGKILL"),
                Setting.textList(PASS_ENVIRONMENT)
                        .describedAs("names of the executor's environment variables that it gets too"));
    }

    /** The program's own settings go to it as they are. */
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
            return List.of(new SettingProblem(COMMAND, "is empty; name the program, e.g. [python3, train.py]"));
        }
        return List.of();
    }

    @Override
    public Trainer create(TrialContext context) throws TrainingFailure {
        Settings settings = context.settings();
        if (settings.textList(COMMAND).isEmpty()) {
            throw new TrainingFailure(FailureKind.TRAINER_ERROR, "command is empty; name the program");
        }
        Path folder = context.folder();
        if (settings.has(WORKING_DIRECTORY)) {
            folder = local(settings.text(WORKING_DIRECTORY));
            if (!Files.isDirectory(folder)) {
                throw new TrainingFailure(
                        FailureKind.TRAINER_ERROR,
                        "working_directory (" + folder
                                + ") is not a folder on this executor; put it there, or on a folder that all share");
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
                    "working_directory (" + path + ") is not a local folder; a program runs in a local one only");
        }
        return Path.of(path);
    }
}
